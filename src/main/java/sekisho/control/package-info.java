/**
 * The life of the program: start, stop, and the generation that is current; the socket by which
 * commands reach it; and what the service manager is told of it.
 *
 * <p>The control plane: nothing here is on the path of a byte. Layer 7: depends on {@code accept},
 * {@code acme}, {@code certificate}, {@code channel}, {@code config}, {@code explain}, {@code
 * fault}, {@code http}, {@code journal}, {@code limit}, {@code live}, {@code metrics}, {@code
 * model}, {@code route}, {@code rpc}, {@code runtime}, {@code storage}, {@code system}, {@code tls}
 * and {@code upstream}.
 */
@NullMarked
package sekisho.control;

import org.jspecify.annotations.NullMarked;
