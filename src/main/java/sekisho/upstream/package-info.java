/**
 * The other side: resolving, dialling, the PROXY header, pooled HTTP exchanges.
 *
 * <p>Everything of one connection stays on one event loop. Knows nothing of who asked, answers by
 * value, future or listener. Layer 3: depends on {@code balance}, {@code channel}, {@code
 * deadline}, {@code fault}, {@code journal}, {@code message}, {@code metrics}, {@code model} and
 * {@code tls}.
 */
@NullMarked
package sekisho.upstream;

import org.jspecify.annotations.NullMarked;
