/**
 * The client connections that are alive, and what is known of each: written by the data path while
 * it learns, read by whoever wants to look.
 *
 * <p>Layer 1: depends on {@code model} only, and knows no channel; how a connection is ended comes
 * with it.
 */
@NullMarked
package sekisho.live;

import org.jspecify.annotations.NullMarked;
