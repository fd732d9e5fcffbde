/**
 * The pages of the admin UI: facts in, HTML out, and the files they need. Knows no server and no
 * access rules.
 *
 * <p>Layer 9.
 */
@NullMarked
package sekisho.ui;

import org.jspecify.annotations.NullMarked;
