/**
 * Where a connection begins: listener, PROXY header, preread, answers to challenges, and the one
 * switch that dispatches it.
 *
 * <p>Hands the connection down to {@code relay} or {@code http} and keeps nothing of it. Layer 6:
 * depends on {@code acme}, {@code certificate}, {@code channel}, {@code deadline}, {@code hello},
 * {@code http}, {@code journal}, {@code limit}, {@code live}, {@code message}, {@code metrics},
 * {@code model}, {@code proxyprotocol}, {@code relay}, {@code route}, {@code runtime}, {@code tls}
 * and {@code upstream}.
 */
@NullMarked
package sekisho.accept;

import org.jspecify.annotations.NullMarked;
