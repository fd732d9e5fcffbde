/**
 * The latest lines of the logs, in memory: what the program has said of itself, and which requests
 * went wrong; and how often a log hears of what happens all the time.
 *
 * <p>Bounded in lines and in characters. Layer 1: depends on nothing of the house.
 */
@NullMarked
package sekisho.journal;

import org.jspecify.annotations.NullMarked;
