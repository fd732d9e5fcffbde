/**
 * What is counted, and the one list of reasons that log lines, counters and answers share.
 *
 * <p>Counters only on the data path; who shows them is elsewhere. Layer 1: depends on {@code model}
 * only.
 */
@NullMarked
package sekisho.metrics;

import org.jspecify.annotations.NullMarked;
