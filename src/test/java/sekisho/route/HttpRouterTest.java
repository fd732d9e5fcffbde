package sekisho.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sekisho.route.Routes.exact;
import static sekisho.route.Routes.hosts;
import static sekisho.route.Routes.methods;
import static sekisho.route.Routes.prefix;
import static sekisho.route.Routes.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;
import sekisho.model.HttpRoute;
import sekisho.route.RouteMatch.Matched;

class HttpRouterTest {

  @Test
  void an_exact_path_goes_before_a_regex_before_a_longer_prefix() {
    HttpRouter router =
        router(prefix(1, "/a/b"), regex(2, "^/a"), exact(3, "/a/b"), prefix(4, "/"));

    assertThat(line(router, "/a/b")).isEqualTo(3);
    assertThat(line(router, "/a/b/c")).isEqualTo(2);
    assertThat(line(router, "/b")).isEqualTo(4);
  }

  @Test
  void the_first_regex_of_the_file_wins() {
    HttpRouter router = router(regex(1, "x"), regex(2, "^/x$"));

    assertThat(line(router, "/x")).isEqualTo(1);
  }

  @Test
  void a_regex_is_searched_for_and_not_matched_whole() {
    HttpRouter router = router(regex(1, "^/(whip|whep)/"), regex(2, "\\.php$"));

    assertThat(line(router, "/whip/channel")).isEqualTo(1);
    assertThat(line(router, "/a/b.php")).isEqualTo(2);
    assertThat(line(router, "/x/whip/channel")).isZero();
  }

  @Test
  void the_longest_prefix_wins_and_is_a_prefix_of_the_string() {
    HttpRouter router = router(prefix(1, "/"), prefix(2, "/api"), prefix(3, "/api/v1"));

    assertThat(line(router, "/api/v1/x")).isEqualTo(3);
    assertThat(line(router, "/apis")).isEqualTo(2);
    assertThat(line(router, "/ap")).isEqualTo(1);
  }

  @Test
  void the_matched_length_is_what_an_upstream_path_stands_for() {
    HttpRouter router = router(prefix(1, "/api"), exact(2, "/signaling"), regex(3, "^/whip/"));

    assertThat(matched(router, "/api/x").matchedLength()).isEqualTo(4);
    assertThat(matched(router, "/signaling").matchedLength()).isEqualTo(10);
    assertThat(matched(router, "/whip/x").matchedLength()).isZero();
  }

  @Test
  void paths_are_compared_by_case() {
    assertThat(line(router(exact(1, "/a"), prefix(2, "/b")), "/A")).isZero();
    assertThat(line(router(exact(1, "/a"), prefix(2, "/b")), "/B")).isZero();
  }

  @Test
  void on_the_same_path_an_exact_host_goes_before_a_wildcard_before_none() {
    HttpRouter router =
        router(
            prefix(1, "/"),
            hosts(prefix(2, "/"), "*.example.com"),
            hosts(prefix(3, "/"), "a.example.com", "*.example.net"));

    assertThat(line(router, "GET", "a.example.com", "/")).isEqualTo(3);
    assertThat(line(router, "GET", "b.example.com", "/")).isEqualTo(2);
    assertThat(line(router, "GET", "b.example.net", "/")).isEqualTo(3);
    assertThat(line(router, "GET", "example.org", "/")).isEqualTo(1);
    assertThat(line(router, "GET", "", "/")).isEqualTo(1);
  }

  @Test
  void on_the_same_path_and_host_the_files_order_decides() {
    assertThat(line(router(prefix(1, "/a"), prefix(2, "/a")), "/a")).isEqualTo(1);
    assertThat(line(router(exact(2, "/a"), exact(1, "/a")), "/a")).isEqualTo(2);
  }

  @Test
  void a_route_of_another_host_is_as_if_it_were_not_there() {
    HttpRouter router =
        router(
            hosts(exact(1, "/a"), "a.example"),
            hosts(regex(2, "^/a"), "*.b.example"),
            hosts(prefix(3, "/a"), "c.example"),
            prefix(4, "/"));

    assertThat(line(router, "GET", "a.example", "/a")).isEqualTo(1);
    assertThat(line(router, "GET", "x.b.example", "/a")).isEqualTo(2);
    assertThat(line(router, "GET", "c.example", "/a")).isEqualTo(3);
    assertThat(line(router, "GET", "d.example", "/a")).isEqualTo(4);
  }

  @Test
  void regexes_keep_the_files_order_whatever_their_hosts() {
    HttpRouter router = router(regex(1, "^/a"), hosts(regex(2, "^/a"), "a.example"));

    assertThat(line(router, "GET", "a.example", "/a")).isEqualTo(1);
  }

  @Test
  void a_route_of_another_method_is_passed_over() {
    HttpRouter router =
        router(
            methods(exact(1, "/a"), "GET"),
            methods(regex(2, "^/a"), "PUT"),
            methods(prefix(3, "/a"), "POST"),
            prefix(4, "/"));

    assertThat(line(router, "GET", "", "/a")).isEqualTo(1);
    assertThat(line(router, "PUT", "", "/a")).isEqualTo(2);
    assertThat(line(router, "POST", "", "/a")).isEqualTo(3);
    assertThat(line(router, "DELETE", "", "/a")).isEqualTo(4);
  }

  @Test
  void a_path_that_matched_but_for_its_method_tells_every_allowed_method() {
    HttpRouter router =
        router(
            methods(exact(1, "/a"), "PUT"),
            methods(regex(2, "^/a"), "GET", "HEAD"),
            methods(prefix(3, "/"), "POST"),
            methods(exact(4, "/b"), "DELETE"));

    RouteMatch match = router.match("PATCH", "", "/a");

    RouteMatch.MethodNotAllowed refused = (RouteMatch.MethodNotAllowed) match;
    assertThat(refused.allowed()).containsExactly("GET", "HEAD", "POST", "PUT");
    assertThat(refused.routes()).extracting(HttpRoute::line).containsExactly(1, 2, 3);
  }

  @Test
  void the_methods_of_routes_of_other_hosts_are_not_told() {
    HttpRouter router =
        router(
            hosts(methods(prefix(1, "/"), "GET"), "a.example"),
            hosts(methods(prefix(2, "/"), "POST"), "b.example"));

    assertThat(((RouteMatch.MethodNotAllowed) router.match("PUT", "b.example", "/")).allowed())
        .containsExactly("POST");
    assertThat(router.match("PUT", "c.example", "/")).isEqualTo(new RouteMatch.NotFound());
  }

  @Test
  void methods_are_compared_as_they_are() {
    HttpRouter router = router(methods(prefix(1, "/"), "GET"));

    assertThat(router.match("get", "", "/")).isInstanceOf(RouteMatch.MethodNotAllowed.class);
    assertThat(router.match("HEAD", "", "/")).isInstanceOf(RouteMatch.MethodNotAllowed.class);
  }

  @Test
  void what_no_route_takes_is_not_found() {
    assertThat(router(exact(1, "/a")).match("GET", "", "/b")).isEqualTo(new RouteMatch.NotFound());
    assertThat(router().match("GET", "", "/")).isEqualTo(new RouteMatch.NotFound());
  }

  @Test
  void a_regex_that_would_hang_a_backtracking_engine_is_answered() {
    HttpRouter router = router(regex(1, "^/(a|a)*(a+)+(a|aa)+$"), prefix(2, "/"));
    String path = "/" + "a".repeat(RequestPath.MAX_PATH_CHARS - 2) + "!";

    assertThat(line(router, path)).isEqualTo(2);
  }

  @Test
  void a_regex_that_is_none_is_refused_with_its_problem() {
    assertThat(PathRegex.problem("^/(a")).hasValueSatisfying(p -> assertThat(p).contains("^/(a"));
    assertThat(PathRegex.problem("(?=a)")).isPresent();
    assertThat(PathRegex.problem("(a)\\1")).isPresent();
    assertThat(PathRegex.problem("a".repeat(1025)))
        .contains("the expression is longer than 1024 characters");
    assertThat(PathRegex.problem("((a{50}){50}){50}")).isPresent();
    assertThat(PathRegex.problem("^/(whip|whip-session|whep|whep-session)/")).isEmpty();
    assertThatThrownBy(() -> router(regex(1, "("))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_thousand_routes_are_told_apart() {
    List<HttpRoute> routes = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      routes.add(prefix(i, "/p" + i + "/"));
      routes.add(exact(10_000 + i, "/e" + i));
      routes.add(hosts(prefix(20_000 + i, "/"), "h" + i + ".example"));
    }
    HttpRouter router = new HttpRouter(routes);

    IntStream.rangeClosed(1, 1000)
        .forEach(i -> {
          assertThat(line(router, "/p" + i + "/x")).isEqualTo(i);
          assertThat(line(router, "/e" + i)).isEqualTo(10_000 + i);
          assertThat(line(router, "GET", "h" + i + ".example", "/")).isEqualTo(20_000 + i);
        });
  }

  @Test
  void matching_is_what_trying_every_route_would_find() {
    Seeds.each(HttpRouterTest::compareWithTryingAll);
  }

  private static void compareWithTryingAll(Random random) {
    for (int round = 0; round < 300; round++) {
      List<HttpRoute> routes = new ArrayList<>();
      for (int i = 1; i <= 12; i++) {
        String path = "/" + letters(random, 4);
        routes.add(random.nextBoolean() ? prefix(i, path) : exact(i, path));
      }
      HttpRouter router = new HttpRouter(routes);
      for (int i = 0; i < 50; i++) {
        String path = "/" + letters(random, 6);
        assertThat(line(router, path)).as("%s in %s", path, routes).isEqualTo(tryAll(routes, path));
      }
    }
  }

  private static int tryAll(List<HttpRoute> routes, String path) {
    List<HttpRoute> byPrecedence = new ArrayList<>(routes);
    byPrecedence.sort(
        Comparator.comparing((HttpRoute r) -> r.path() instanceof HttpRoute.PathMatch.Prefix)
            .thenComparingInt(r -> -r.path().text().length())
            .thenComparingInt(HttpRoute::line));
    return byPrecedence.stream()
        .filter(r ->
            r.path() instanceof HttpRoute.PathMatch.Prefix
                ? path.startsWith(r.path().text())
                : path.equals(r.path().text()))
        .mapToInt(HttpRoute::line)
        .findFirst()
        .orElse(0);
  }

  private static String letters(Random random, int most) {
    String letters = String.join("", Collections.nCopies(most, "ab/"));
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void matching_never_throws() {
    HttpRouter router =
        router(
            exact(1, "/"), regex(2, "a.*%2F"), prefix(3, "/a"), hosts(prefix(4, "/"), "*.example"));

    Seeds.each(random -> {
      for (int round = 0; round < 20_000; round++) {
        String path = RequestPathTest.randomPath(random);
        String host = path.replace('/', '.');
        assertThat(router.match(path, host, path)).isNotNull();
      }
    });
  }

  private static HttpRouter router(HttpRoute... routes) {
    return new HttpRouter(Arrays.asList(routes));
  }

  private static int line(HttpRouter router, String path) {
    return line(router, "GET", "", path);
  }

  private static int line(HttpRouter router, String method, String host, String path) {
    return router.match(method, host, path) instanceof Matched matched ? matched.route().line() : 0;
  }

  private static Matched matched(HttpRouter router, String path) {
    return (Matched) router.match("GET", "", path);
  }
}
