package sekisho.route;

import java.util.Optional;
import sekisho.route.RequestPath.Normalized;

/**
 * The request target that an upstream gets to see.
 *
 * <p>For an upstream URL without a path it is the client's, byte for byte. With one, it is the
 * URL's path in place of what the route matched of the normalised path, with exactly one slash
 * where they meet, and the client's query:
 *
 * <pre>
 *   route              upstream     request        target
 *   path_prefix /api   /            /api           /
 *   path_prefix /api   /            /api/x?q       /x?q
 *   path_prefix /api   /            /apis          /s
 *   path_prefix /api   /v1          /api/x         /v1/x
 *   path_prefix /api/  /v1          /api/x         /v1/x
 *   path /a            /b/          /a             /b/
 * </pre>
 *
 * <p>What follows the prefix is normalised once more, by itself: the cut may have made a dot
 * segment ({@code /api../x}), and it may not climb out of the upstream's path.
 */
public sealed interface UpstreamTarget {

  /** An origin-form target (RFC 9112 §3.2.1). */
  record Target(String text) implements UpstreamTarget {}

  /** It would climb out of the upstream's path; the request is answered 400. */
  record Refused(RefusedPath reason) implements UpstreamTarget {}

  /**
   * @param target the client's target in origin-form; of an absolute-form one, what follows the
   *     authority
   * @param path the target's path, normalised
   * @param match what the router said to it
   */
  static UpstreamTarget of(String target, Normalized path, RouteMatch.Matched match) {
    Optional<String> upstreamPath = match.route().upstreams().first().path();
    if (upstreamPath.isEmpty()) {
      return new Target(target);
    }
    int question = target.indexOf('?');
    String query = question < 0 ? "" : target.substring(question);
    String rest = path.asSent().substring(match.matchedLength());
    if (rest.isEmpty()) {
      return new Target(upstreamPath.get() + query);
    }
    return switch (RequestPath.of(rest.startsWith("/") ? rest : "/" + rest)) {
      case Normalized tail -> new Target(joined(upstreamPath.get(), tail.asSent()) + query);
      case RequestPath.Refused refused -> new Refused(refused.reason());
    };
  }

  private static String joined(String base, String tail) {
    return base.endsWith("/") ? base.substring(0, base.length() - 1) + tail : base + tail;
  }
}
