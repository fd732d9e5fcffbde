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

  private static ProxySettings proxy() {
    return ConfigurationFile.load("f", TEXT, Path.of("/"), Map.of())
        .configuration()
        .orElseThrow()
        .proxy();
  }
}
