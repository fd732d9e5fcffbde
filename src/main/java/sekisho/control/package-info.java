/**
 * The life of the program: start, stop, and the generation that is current; the socket by which
 * commands reach it; and what the service manager is told of it.
 *
 * <p>Layer 7. The control plane: nothing here is on the path of a byte.
 */
@NullMarked
package sekisho.control;

import org.jspecify.annotations.NullMarked;
