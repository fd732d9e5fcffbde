/**
 * The configuration file: JSONC text to a {@link sekisho.model.Configuration}, or every problem
 * with its place.
 *
 * <p>Read once at start and at every reload, never on an event loop. Layer 2: depends on layer 1
 * and {@code model}.
 */
@NullMarked
package sekisho.config;

import org.jspecify.annotations.NullMarked;
