/**
 * The life of the program: start, stop, and the generation that is current; and the socket by which
 * commands reach it.
 *
 * <p>Layer 7. The control plane: nothing here is on the path of a byte.
 */
@NullMarked
package sekisho.control;

import org.jspecify.annotations.NullMarked;
