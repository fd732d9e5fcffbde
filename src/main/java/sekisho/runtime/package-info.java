/**
 * The generation: one loaded configuration, compiled. Routers, TLS contexts and upstream settings
 * that belong together.
 *
 * <p>Immutable and shared; a connection reads it once at accept, HTTP again at each request head.
 * Layer 4: depends on {@code limit}, {@code live}, {@code model}, {@code route}, {@code tls} and
 * {@code upstream}.
 */
@NullMarked
package sekisho.runtime;

import org.jspecify.annotations.NullMarked;
