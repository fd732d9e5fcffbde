package sekisho.http;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sekisho.metrics.Reason;
import sekisho.model.HttpRoute;
import sekisho.route.HttpRouter;
import sekisho.route.RequestPath;
import sekisho.route.RouteMatch;
import sekisho.route.UpstreamTarget;

/**
 * Where a request goes, or why nowhere: path, route and upstream target in the order that decides.
 */
sealed interface Routing {

  /** What a route takes that does not say, as far as the methods have a registered meaning. */
  Set<String> USUAL_METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  /**
   * @param upstreamTarget the request target for the upstream
   */
  record Routed(HttpRoute route, String upstreamTarget) implements Routing {}

  /**
   * @param fields that the refusal's status asks for
   */
  record Refused(Reason reason, Map<String, String> fields) implements Routing {
    Refused(Reason reason) {
      this(reason, Map.of());
    }
  }

  /**
   * @param webSocket whether the request asks for WebSocket
   */
  static Routing of(
      String method, boolean webSocket, RequestTarget.Resource target, HttpRouter router) {
    boolean isTrace = method.equals("TRACE");
    return switch (RequestPath.of(target.path())) {
      case RequestPath.Refused _ -> new Refused(Reason.BAD_REQUEST_PATH);
      case RequestPath.Normalized path ->
          switch (router.match(method, target.host(), path.path())) {
            // RFC 9110 §9.3.8: it would echo what may hold credentials, so it is allowed nowhere.
            case RouteMatch.Matched matched when isTrace ->
                methodNotAllowed(matched.route().methods());
            case RouteMatch.NotFound _ when isTrace -> methodNotAllowed(Set.of());
            case RouteMatch.NotFound _ -> new Refused(Reason.NO_ROUTE);
            case RouteMatch.MethodNotAllowed not -> methodNotAllowed(not.allowed());
            case RouteMatch.Matched matched -> matched(target, path, matched, webSocket);
          };
    };
  }

  /**
   * RFC 9110 §15.5.6: Allow says what would have been taken.
   *
   * @param taken empty: every method
   */
  private static Refused methodNotAllowed(Set<String> taken) {
    return new Refused(Reason.METHOD_NOT_ALLOWED, Map.of("Allow", allow(taken)));
  }

  /** The field's value; {@code taken} as above. */
  static String allow(Set<String> taken) {
    Set<String> allowed = new TreeSet<>(taken.isEmpty() ? USUAL_METHODS : taken);
    allowed.remove("TRACE");
    return String.join(", ", allowed);
  }

  private static Routing matched(
      RequestTarget.Resource target,
      RequestPath.Normalized path,
      RouteMatch.Matched matched,
      boolean webSocket) {
    if (matched.route().websocketOnly() && !webSocket) {
      // RFC 9110 §15.5.22: 426 names what to upgrade to.
      return new Refused(
          Reason.UPGRADE_REQUIRED, Map.of("Upgrade", "websocket", "Connection", "Upgrade"));
    }
    return switch (UpstreamTarget.of(target.originForm(), path, matched)) {
      case UpstreamTarget.Refused _ -> new Refused(Reason.BAD_REQUEST_PATH);
      case UpstreamTarget.Target mapped -> new Routed(matched.route(), mapped.text());
    };
  }
}
