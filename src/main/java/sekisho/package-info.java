/**
 * The program: its command line, and the wiring that puts the parts together.
 *
 * <p>Layer 11: may depend on the whole house, and alone on {@code demo} beside it; nobody imports
 * it. The one place with beans of the container.
 */
@NullMarked
package sekisho;

import org.jspecify.annotations.NullMarked;
