package sekisho.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.Seeds;
import sekisho.model.HttpRoute;
import sekisho.route.RequestPath.Normalized;
import sekisho.route.RouteMatch.Matched;
import sekisho.route.UpstreamTarget.Refused;
import sekisho.route.UpstreamTarget.Target;

class UpstreamTargetTest {

  @ParameterizedTest
  @CsvSource({
    "/api,  /,    /api,             /",
    "/api,  /,    /api/,            /",
    "/api,  /,    /api/x,           /x",
    "/api,  /,    /apis,            /s",
    "/api,  /,    /api?q,           /?q",
    "/api,  /,    /api/x?q=/../%2e, /x?q=/../%2e",
    "/api,  /,    /api/x?,          /x?",
    "/api,  /,    /api/x?a?b,       /x?a?b",
    "/api,  /v1,  /api,             /v1",
    "/api,  /v1,  /api/,            /v1/",
    "/api,  /v1,  /api/x,           /v1/x",
    "/api,  /v1,  /apis,            /v1/s",
    "/api,  /v1/, /api,             /v1/",
    "/api,  /v1/, /api/,            /v1/",
    "/api,  /v1/, /api/x,           /v1/x",
    "/api/, /v1,  /api/,            /v1",
    "/api/, /v1,  /api/x,           /v1/x",
    "/api/, /v1/, /api/x/y/,        /v1/x/y/",
    "/,     /,    /,                /",
    "/,     /,    /x/y,             /x/y",
    "/,     /v1,  /x,               /v1/x",
    "/api,  /,    /x/..//api///x,   /x",
    "/api,  /,    /%61pi/%62,       /b",
    "/api,  /,    /api/a%2Fb,       /a%2Fb",
    "/api,  /,    /api/a%2fb%C3%a9, /a%2fb%C3%a9",
    "/api,  /,    /api/%252e%252e,  /%252e%252e",
    "/api,  /v1,  /api./x,          /v1/x",
    "/api,  /v1,  /api/a/../x,      /v1/x",
  })
  void the_matched_prefix_is_replaced_with_one_slash_at_the_seam(
      String prefix, String upstreamPath, String target, String expected) {
    HttpRoute route = Routes.upstreamPath(Routes.prefix(1, prefix), upstreamPath);

    assertThat(upstreamTarget(route, target)).isEqualTo(new Target(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "/signaling, /signaling, /signaling,          /signaling",
    "/signaling, /ws/,       /signaling?channel,  /ws/?channel",
    "/signaling, /,          /x/../%73ignaling,   /",
  })
  void an_exact_path_is_replaced_as_a_whole(
      String path, String upstreamPath, String target, String expected) {
    HttpRoute route = Routes.upstreamPath(Routes.exact(1, path), upstreamPath);

    assertThat(upstreamTarget(route, target)).isEqualTo(new Target(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "/api, /,    /api../x",
    "/api, /,    /api..",
    "/api, /v1/, /api../x",
    "/api, /v1,  /api%2e%2E/x",
    "/api, /v1/, /api..//x",
    "/api/a, /v1/w/, /api/a../x",
  })
  void a_path_that_climbs_out_of_the_upstreams_path_after_prefix_replacement_is_refused(
      String prefix, String upstreamPath, String target) {
    HttpRoute route = Routes.upstreamPath(Routes.prefix(1, prefix), upstreamPath);

    assertThat(upstreamTarget(route, target)).isEqualTo(new Refused(RefusedPath.CLIMBS));
  }

  @Test
  void dot_segments_leave_a_prefix_before_it_is_matched() {
    HttpRouter router = new HttpRouter(List.of(Routes.prefix(1, "/api"), Routes.prefix(2, "/")));

    for (String path : List.of("/api/%2e%2e/x", "/api//..//x", "/api/../x")) {
      String normalized = ((Normalized) RequestPath.of(path)).path();
      assertThat(normalized).isEqualTo("/x");
      assertThat(((Matched) router.match("GET", "", normalized)).route().line()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/%2e%2e/x?q", "//a//./%7e%2f?", "/%61", "/?a=b#"})
  void without_an_upstream_path_the_target_goes_byte_for_byte(String target) {
    assertThat(upstreamTarget(Routes.prefix(1, "/"), target)).isEqualTo(new Target(target));
  }

  @Test
  void whatever_is_sent_stays_below_the_upstreams_path() {
    Seeds.each(UpstreamTargetTest::stayBelow);
  }

  private static void stayBelow(Random random) {
    HttpRoute route = Routes.upstreamPath(Routes.prefix(1, "/a"), "/v1/inside");
    for (int round = 0; round < 50_000; round++) {
      String path = "/a" + RequestPathTest.randomPath(random).substring(random.nextInt(2));
      if (RequestPath.of(path) instanceof Normalized normalized
          && normalized.path().startsWith("/a")
          && UpstreamTarget.of(path, normalized, new Matched(route, 2)) instanceof Target target) {
        Normalized seen = (Normalized) RequestPath.of(target.text());
        assertThat(seen.asSent()).as(path).isEqualTo(target.text());
        assertThat(seen.path() + "/").as(path).startsWith("/v1/inside/");
        assertThat(seen.path()).as(path).doesNotContain("//");
      }
    }
  }

  private static UpstreamTarget upstreamTarget(HttpRoute route, String target) {
    String path = target.split("\\?", 2)[0];
    Normalized normalized = (Normalized) RequestPath.of(path);
    Matched match = (Matched) new HttpRouter(List.of(route)).match("GET", "", normalized.path());
    return UpstreamTarget.of(target, normalized, match);
  }
}
