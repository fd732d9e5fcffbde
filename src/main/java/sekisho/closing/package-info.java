/**
 * The ways in which a connection ends so that the other end understands it: cut, or closed with
 * time to read what was said last.
 *
 * <p>Layer 2: knows channels, TLS and deadlines, nothing of what the connection was for.
 */
@NullMarked
package sekisho.closing;

import org.jspecify.annotations.NullMarked;
