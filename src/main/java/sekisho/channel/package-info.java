/**
 * What both sides of the proxy do with their channels: write in batches and know what of it was
 * taken, and end so that the other end understands it.
 *
 * <p>Knows nothing of what a connection is for. Layer 2: depends on {@code deadline} and {@code
 * message}.
 */
@NullMarked
package sekisho.channel;

import org.jspecify.annotations.NullMarked;
