/**
 * What clients may have of the proxy: token buckets and places per key, and what they mean in
 * words.
 *
 * <p>Pure logic on an injected clock; who asks, and what a refusal looks like, is elsewhere. The
 * one state that event loops share, in maps that are bounded and striped by key, so that a lock is
 * held for one bucket's arithmetic and hardly ever waited for. Layer 1: depends on {@code model}
 * only.
 */
@NullMarked
package sekisho.limit;

import org.jspecify.annotations.NullMarked;
