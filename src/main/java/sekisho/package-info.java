/** The program: command line and wiring. */
@NullMarked
package sekisho;

import org.jspecify.annotations.NullMarked;
