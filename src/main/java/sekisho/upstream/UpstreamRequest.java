package sekisho.upstream;

import sekisho.message.Fields;
import sekisho.model.HttpRoute.UpstreamSettings;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamUrl;

/**
 * A request as it goes to an upstream, all rewriting done.
 *
 * @param upstreams where to; their path is not looked at any more
 * @param namesUpstream whether Host is the upstream's authority, and another's for another upstream
 * @param settings the route's timeouts and TLS
 * @param method case-sensitive
 * @param target the request target, byte for byte
 * @param fields in wire order, with Host and the body's framing; the exchange's from here on
 * @param chunked whether the body is sent chunked
 * @param bodyFollows whether body pieces or at least an end come later; false: the head is the
 *     whole request
 * @param webSocket whether the head asks for WebSocket: only then may the upstream switch
 */
public record UpstreamRequest(
    UpstreamGroup<UpstreamUrl> upstreams,
    boolean namesUpstream,
    UpstreamSettings settings,
    String method,
    String target,
    Fields fields,
    boolean chunked,
    boolean bodyFollows,
    boolean webSocket) {

  /** RFC 9110 §9.2.2: sending it twice does what sending it once does. */
  boolean isIdempotent() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE" -> true;
      default -> false;
    };
  }
}
