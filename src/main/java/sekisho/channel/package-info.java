/**
 * What both sides of the proxy do with their channels: write in batches and know what of it was
 * taken, and end so that the other end understands it.
 *
 * <p>Layer 2: knows channels, TLS, deadlines and chunks, nothing of what a connection is for.
 */
@NullMarked
package sekisho.channel;

import org.jspecify.annotations.NullMarked;
