package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.http.Requests.route;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sekisho.http.RequestTarget.Resource;
import sekisho.metrics.Reason;
import sekisho.model.HttpGuard;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;
import sekisho.route.HttpRouter;

class RoutingTest {
  private static final HttpRoute API = to("/v1", new PathMatch.Prefix("/api"), false);
  private static final HttpRoute SIGNALING = to("/s", new PathMatch.Exact("/signaling"), true);
  private static final HttpRoute READING =
      route(new PathMatch.Prefix("/read/"), Set.of("HEAD", "GET"), false);
  private static final HttpRoute TRACED =
      route(new PathMatch.Exact("/traced"), Set.of("GET", "TRACE"), false);
  private static final HttpRouter ROUTER = new HttpRouter(List.of(API, SIGNALING, READING, TRACED));

  @Test
  void a_request_is_routed_by_its_normalised_path_and_its_target_mapped() {
    assertThat(routed("GET", "/x/../api/a%2Fb?c"))
        .isEqualTo(new Routing.Routed(API, "/v1/a%2Fb?c"));
    assertThat(routed("GET", "/read//a?b")).isEqualTo(new Routing.Routed(READING, "/read//a?b"));
  }

  @Test
  void a_path_that_no_route_takes_is_not_found() {
    assertThat(routed("GET", "/other")).isEqualTo(new Routing.Refused(Reason.NO_ROUTE));
  }

  @Test
  void another_method_is_told_what_is_allowed() {
    assertThat(routed("POST", "/read/a"))
        .isEqualTo(new Routing.Refused(Reason.METHOD_NOT_ALLOWED, Map.of("Allow", "GET, HEAD")));
  }

  @Test
  void trace_is_never_allowed() {
    String usual = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    assertThat(routed("TRACE", "/api")).isEqualTo(notAllowed(usual));
    assertThat(routed("TRACE", "/other")).isEqualTo(notAllowed(usual));
    assertThat(routed("TRACE", "/read/a")).isEqualTo(notAllowed("GET, HEAD"));
    assertThat(routed("TRACE", "/traced")).isEqualTo(notAllowed("GET"));
  }

  @Test
  void paths_that_climb_or_hold_a_nul_are_refused_before_and_after_the_mapping() {
    for (String target : List.of("/../api", "/api/../../x", "/api/%2e%2e/%2E./x", "/api/%00")) {
      assertThat(routed("GET", target)).isEqualTo(new Routing.Refused(Reason.BAD_REQUEST_PATH));
    }
    assertThat(routed("GET", "/api../../x")).isInstanceOf(Routing.Refused.class);
  }

  @Test
  void a_websocket_route_asks_others_to_upgrade() {
    assertThat(routed("GET", "/signaling"))
        .isEqualTo(
            new Routing.Refused(
                Reason.UPGRADE_REQUIRED, Map.of("Upgrade", "websocket", "Connection", "Upgrade")));
  }

  private static Routing notAllowed(String allow) {
    return new Routing.Refused(Reason.METHOD_NOT_ALLOWED, Map.of("Allow", allow));
  }

  @Test
  void a_websocket_is_taken_by_its_route_and_by_ordinary_ones() {
    assertThat(webSocket("/signaling?a")).isEqualTo(new Routing.Routed(SIGNALING, "/s?a"));
    assertThat(webSocket("/api/x")).isEqualTo(new Routing.Routed(API, "/v1/x"));
  }

  private static Routing webSocket(String target) {
    return Routing.of("GET", true, new Resource("a.example", "a.example", target), ROUTER);
  }

  private static Routing routed(String method, String target) {
    return Routing.of(method, false, new Resource("a.example", "a.example", target), ROUTER);
  }

  private static HttpRoute to(String upstreamPath, PathMatch path, boolean websocketOnly) {
    return new HttpRoute(
        path,
        List.of(),
        Set.of(),
        websocketOnly,
        UpstreamGroup.of(
            new UpstreamUrl(
                false,
                new TcpUpstream.HostPort("10.0.0.1", 3000),
                "10.0.0.1:3000",
                Optional.of(upstreamPath))),
        new HttpRoute.UpstreamSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ZERO,
            new UpstreamTls(true, Optional.empty(), true, true)),
        Requests.CLIENT_SETTINGS,
        HttpGuard.NONE,
        false,
        List.of(),
        List.of(),
        List.of(),
        1);
  }
}
