package sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static sekisho.limit.Limits.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sekisho.config.ConfigurationFile;
import sekisho.model.HttpGuard;
import sekisho.model.ProxySettings;
import sekisho.model.RateLimit;

class LimiterSetTest {
  private static final String TEXT =
      """
      {"proxy": {"listen": ["127.0.0.1:0"],
        "tls": {"mode": "self_signed", "routing": {"default": {"mode": "tls_terminate",
          "handler": "http", "connection_limit": {"max": 1}}}},
        "http": {"rate_limit": {"requests_per_second": 1, "burst": 1},
          "connection_limit": {"max": 1},
          "routes": [
            {"path": "/a", "upstream": "http://a"},
            {"path": "/b", "upstream": "http://a"},
            {"path": "/c", "upstream": "http://a",
             "rate_limit": {"requests_per_second": 1, "burst": 1}, "connection_limit": {"max": 1}}
          ]}}}
      """;

  private final ProxySettings proxy = proxy();
  private final LimiterSet limiters = new Limiters(() -> 0).of(proxy);
  private final List<HttpGuard> guards =
      proxy.http().routes().stream().map(route -> route.guard()).toList();

  @Test
  void routes_that_have_the_limit_of_all_share_what_it_counts_and_the_others_do_not() {
    assertThat(limiters.of(guards.get(0).rate().orElseThrow()))
        .isSameAs(limiters.of(guards.get(1).rate().orElseThrow()))
        .isNotSameAs(limiters.of(guards.get(2).rate().orElseThrow()));
    assertThat(limiters.of(guards.get(0).inFlight().orElseThrow()))
        .isSameAs(limiters.of(guards.get(1).inFlight().orElseThrow()))
        .isNotSameAs(limiters.of(guards.get(2).inFlight().orElseThrow()))
        .isNotSameAs(limiters.of(proxy.tls().routing().defaultGuard().connections().orElseThrow()));
  }

  @Test
  void another_configuration_has_limiters_of_its_own() {
    RateLimiter limiter = limiters.of(guards.getFirst().rate().orElseThrow());
    limiter.take(client(1));
    ProxySettings next = proxy();
    LimiterSet others = new Limiters(() -> 0).of(next);

    assertThat(limiter.take(client(1))).isPositive();
    assertThat(
            others.of(next.http().routes().getFirst().guard().rate().orElseThrow()).take(client(1)))
        .isZero();
    assertThatNullPointerException()
        .isThrownBy(() -> others.of(guards.getFirst().rate().orElseThrow()));
  }

  @Test
  void a_limit_goes_on_whatever_its_line_and_the_routes_beside_it() {
    limiters.of(guards.get(2).rate().orElseThrow()).take(client(1));

    LimiterSet next =
        following(
            "\"routes\": [", "\n\"routes\": [{\"path\": \"/n\", \"upstream\": \"http://n\"},");

    assertThat(next.of(rate(3))).isSameAs(limiters.of(guards.get(2).rate().orElseThrow()));
    assertThat(next.of(rate(3)).take(client(1))).isPositive();
    assertThat(next.of(rate(1))).isSameAs(limiters.of(guards.get(0).rate().orElseThrow()));
    assertThat(next.of(nextProxy.http().routes().get(3).guard().inFlight().orElseThrow()))
        .isSameAs(limiters.of(guards.get(2).inFlight().orElseThrow()));
    assertThat(next.of(nextProxy.tls().routing().defaultGuard().connections().orElseThrow()))
        .isSameAs(limiters.of(proxy.tls().routing().defaultGuard().connections().orElseThrow()));
  }

  @Test
  void a_limit_that_says_something_else_begins_anew() {
    LimiterSet next =
        following("\"burst\": 1},\n    \"connection", "\"burst\": 2},\n    \"connection");

    assertThat(next.of(rate(0))).isNotSameAs(limiters.of(guards.get(0).rate().orElseThrow()));
    assertThat(next.of(rate(2))).isSameAs(limiters.of(guards.get(2).rate().orElseThrow()));
  }

  @Test
  void a_limit_of_all_whose_routes_are_all_others_goes_on() {
    LimiterSet next = following("/a\", \"up", "/x\", \"up", "/b\", \"up", "/y\", \"up");

    assertThat(next.of(rate(0))).isSameAs(limiters.of(guards.get(0).rate().orElseThrow()));
  }

  @Test
  void limits_that_are_told_apart_from_now_on_do_not_share_what_one_has_counted() {
    String own = ", \"rate_limit\": {\"requests_per_second\": 1, \"burst\": 1}},";
    LimiterSet next =
        following(
            "\"/a\", \"upstream\": \"http://a\"},", "\"/a\", \"upstream\": \"http://a\"" + own,
            "\"/b\", \"upstream\": \"http://a\"},", "\"/b\", \"upstream\": \"http://a\"" + own);

    assertThat(next.of(rate(0)))
        .isSameAs(limiters.of(guards.get(0).rate().orElseThrow()))
        .isNotSameAs(next.of(rate(1)));
  }

  private ProxySettings nextProxy = proxy;

  /**
   * @param replacements each a text, and what stands in its place in the next configuration
   */
  private LimiterSet following(String... replacements) {
    String text = TEXT;
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(text).contains(replacements[i]);
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    nextProxy = proxy(text);
    return new Limiters(() -> 0).of(nextProxy, limiters);
  }

  private RateLimit rate(int route) {
    return nextProxy.http().routes().get(route).guard().rate().orElseThrow();
  }

  private static ProxySettings proxy() {
    return proxy(TEXT);
  }

  private static ProxySettings proxy(String text) {
    return ConfigurationFile.load("f", text, Path.of("/"), Map.of())
        .configuration()
        .orElseThrow()
        .proxy();
  }
}
