/**
 * HTTP/1.1 messages as bytes (RFC 9112): start lines, field sections, chunked framing.
 *
 * <p>Pure logic, strict: what cannot be framed without doubt is {@code Malformed}. Layer 1: depends
 * on nothing of the house.
 */
@NullMarked
package sekisho.message;

import org.jspecify.annotations.NullMarked;
