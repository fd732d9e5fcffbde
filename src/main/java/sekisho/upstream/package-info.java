/**
 * The other side: resolving, dialling, the PROXY header, pooled HTTP exchanges.
 *
 * <p>Everything of one connection stays on one event loop. Layer 3: knows nothing of who asked,
 * answers by value, future or listener.
 */
@NullMarked
package sekisho.upstream;

import org.jspecify.annotations.NullMarked;
