/**
 * HTTP/1.1 from the request head to the end of the response: route, rewrite, exchange, answer,
 * access log.
 *
 * <p>One handler per client connection, on its event loop. Sees upstreams through {@code
 * UpstreamExchange} alone. Layer 5: depends on {@code certificate}, {@code channel}, {@code
 * deadline}, {@code journal}, {@code limit}, {@code live}, {@code message}, {@code metrics}, {@code
 * model}, {@code relay}, {@code route}, {@code runtime}, {@code tls} and {@code upstream}.
 */
@NullMarked
package sekisho.http;

import org.jspecify.annotations.NullMarked;
