package sekisho.http;

import java.util.Map;
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
    if (method.equals("TRACE")) {
      // RFC 9110 §9.3.8 would have us echo what may hold credentials.
      return new Refused(Reason.METHOD_NOT_ALLOWED, Map.of("Allow", ""));
    }
    return switch (RequestPath.of(target.path())) {
      case RequestPath.Refused _ -> new Refused(Reason.BAD_REQUEST_PATH);
      case RequestPath.Normalized path ->
          switch (router.match(method, target.host(), path.path())) {
            case RouteMatch.NotFound _ -> new Refused(Reason.NO_ROUTE);
            case RouteMatch.MethodNotAllowed not ->
                new Refused(
                    Reason.METHOD_NOT_ALLOWED,
                    Map.of("Allow", String.join(", ", new TreeSet<>(not.allowed()))));
            case RouteMatch.Matched matched -> matched(target, path, matched, webSocket);
          };
    };
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
