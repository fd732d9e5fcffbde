/**
 * The pages of the admin UI: facts in, HTML out, and the files they need. Knows no server and no
 * access rules: {@code admin} asks by {@link sekisho.ui.Pages} and {@link sekisho.ui.LiveFeed}, and
 * has made sure who it is before.
 *
 * <p>Layer 9: depends on {@code acme}, {@code certificate}, {@code config}, {@code control}, {@code
 * explain}, {@code journal}, {@code live}, {@code metrics}, {@code model}, {@code runtime} and
 * {@code status}.
 */
@NullMarked
package sekisho.ui;

import org.jspecify.annotations.NullMarked;
