/**
 * Certificates by themselves: an account at an authority, orders, challenges, and when to renew
 * (RFC 8555, RFC 8737, RFC 8738, RFC 9773).
 *
 * <p>Beside the data path: it has a thread of its own, blocks as it likes, and meets connections
 * only through {@link sekisho.acme.ChallengeAnswers}, which the accept path implements. What it
 * gets goes into {@link sekisho.storage.Storage}; whoever serves certificates reads it there. The
 * one package that knows acme4j. Layer 4: depends on {@code certificate}, {@code model} and {@code
 * storage}.
 */
@NullMarked
package sekisho.acme;

import org.jspecify.annotations.NullMarked;
