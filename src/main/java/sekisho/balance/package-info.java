/**
 * Which of several upstreams is next: their states, their turns, and who rests.
 *
 * <p>Pure logic with an injected clock. Members are shared by all event loops: counters and single
 * fields, no locks. Layer 1: knows the model alone, and not what an upstream is.
 */
@NullMarked
package sekisho.balance;

import org.jspecify.annotations.NullMarked;
