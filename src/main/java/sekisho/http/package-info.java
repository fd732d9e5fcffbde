/**
 * HTTP/1.1 from the request head to the end of the response: route, rewrite, exchange, answer,
 * access log.
 *
 * <p>One handler per client connection, on its event loop. Layer 5: sees upstreams through {@code
 * UpstreamExchange} alone.
 */
@NullMarked
package sekisho.http;

import org.jspecify.annotations.NullMarked;
