/**
 * What has to outlive the process, by name: keys, certificates and their state. Knows nothing of
 * what it keeps.
 *
 * <p>Layer 1: depends on {@code fault}.
 */
@NullMarked
package sekisho.storage;

import org.jspecify.annotations.NullMarked;
