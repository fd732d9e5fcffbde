/**
 * What may not pass, in either direction, and what must: tables of bytes with the verdict that each
 * must get from the packaged program, and a fuzzer that makes more of them.
 *
 * <p>The tables are documents, in {@code src/test/resources/sekisho/strictness}; {@link
 * sekisho.strictness.CaseFile} says how they are written. What the proxy made of the bytes is
 * judged by {@link sekisho.strictness.SecondOpinion}, which shares no code with the product.
 */
package sekisho.strictness;
