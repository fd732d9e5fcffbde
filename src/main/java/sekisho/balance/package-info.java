/**
 * Which of several upstreams is next: their states, their turns, and who rests.
 *
 * <p>Pure logic with an injected clock. Members are shared by all event loops: counters and single
 * fields, no locks. Layer 1: depends on {@code model}; what an upstream is it does not know.
 */
@NullMarked
package sekisho.balance;

import org.jspecify.annotations.NullMarked;
