/**
 * Deadlines of connections: everything that can wait has one.
 *
 * <p>One wheel per event loop, confined to it: arming and disarming are a few field writes, so that
 * a deadline per request costs nothing that shows. Layer 1: depends on nothing of ours.
 */
@NullMarked
package sekisho.deadline;

import org.jspecify.annotations.NullMarked;
