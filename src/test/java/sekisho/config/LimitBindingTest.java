package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.AccessList;
import sekisho.model.ConnectionLimit;
import sekisho.model.HttpGuard;
import sekisho.model.LimitKey;
import sekisho.model.Place;
import sekisho.model.ProxySettings;
import sekisho.model.RateLimit;
import sekisho.model.RejectManner;
import sekisho.model.SniGuard;

class LimitBindingTest {

  @Test
  void a_route_has_the_limits_of_all_its_own_or_none() {
    ProxySettings proxy =
        proxy(
            """
            "http": {
            "rate_limit": {"requests_per_second": 0.5, "burst": 2, "status": 503},
            "connection_limit": {"max": 3, "key": "global", "dry_run": true},
            "routes": [
              {"path": "/a", "upstream": "http://a"},
              {"path": "/b", "upstream": "http://a",
               "rate_limit": {"requests_per_second": 7, "burst": 8, "key": "header:X-Key"}},
              {"path": "/c", "upstream": "http://a", "rate_limit": null, "connection_limit": null}
            ]}\
            """);
    List<HttpGuard> guards = proxy.http().routes().stream().map(route -> route.guard()).toList();
    RateLimit usual =
        new RateLimit(
            0.5, 2, new LimitKey.ClientIp(), 503, false, new Place(3, 1, "proxy.http.rate_limit"));
    ConnectionLimit inFlight =
        new ConnectionLimit(
            3, new LimitKey.Global(), 503, true, new Place(4, 1, "proxy.http.connection_limit"));

    assertThat(guards.get(0))
        .isEqualTo(new HttpGuard(AccessList.EVERYBODY, Optional.of(usual), Optional.of(inFlight)));
    assertThat(guards.get(1).rate())
        .contains(
            new RateLimit(
                7,
                8,
                new LimitKey.Header("X-Key"),
                429,
                false,
                new Place(8, 4, "proxy.http.routes[1].rate_limit")));
    assertThat(guards.get(1).inFlight()).contains(inFlight);
    assertThat(guards.get(2)).isEqualTo(HttpGuard.NONE);
  }

  @Test
  void an_sni_route_and_the_default_have_guards_of_their_own() {
    ProxySettings proxy =
        proxy(
            """
            "tls": {"routing": {
            "default": {"mode": "transparent", "upstream": "a:1",
             "connection_limit": {"max": 5}, "reject_with": "reset"},
            "sni": [
              {"server_name": "a.example", "mode": "transparent", "upstream": "a:1",
               "allow": ["10.0.0.0/8", "::1"], "deny": ["10.1.0.0/16"]},
              {"server_name": "b.example", "mode": "transparent", "upstream": "a:1"}
            ]}}\
            """);

    assertThat(proxy.tls().routing().defaultGuard())
        .isEqualTo(
            new SniGuard(
                AccessList.EVERYBODY,
                Optional.of(
                    new ConnectionLimit(
                        5,
                        new LimitKey.ClientIp(),
                        0,
                        false,
                        new Place(4, 2, "proxy.tls.routing.default.connection_limit"))),
                RejectManner.RESET));
    assertThat(proxy.tls().routing().routes().get(0).guard().access().allow())
        .extracting(Object::toString)
        .containsExactly("10.0.0.0/8", "0:0:0:0:0:0:0:1/128");
    assertThat(proxy.tls().routing().routes().get(1).guard()).isEqualTo(SniGuard.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 192.0.2.1, true",
    "10.0.0.0/8, '', 10.1.2.3, true",
    "10.0.0.0/8, '', 192.0.2.1, false",
    "10.0.0.0/8, '', ::1, false",
    "'', 10.0.0.0/8, 10.1.2.3, false",
    "'', 10.0.0.0/8, 192.0.2.1, true",
    "10.0.0.0/8, 10.1.0.0/16, 10.1.2.3, false",
    "10.0.0.0/8, 10.1.0.0/16, 10.2.2.3, true",
    "10.1.0.0/16, 10.0.0.0/8, 10.1.2.3, false",
    "2001:db8::/32, 2001:db8:1::/48, 2001:db8::1, true",
    "2001:db8::/32, 2001:db8:1::/48, 2001:db8:1::1, false"
  })
  void who_is_denied_is_refused_and_who_is_not_allowed_where_somebody_is(
      String allow, String deny, String client, boolean admitted) {
    AccessList access =
        proxy(
                """
                "http": {"routes": [{"path": "/", "upstream": "http://a",
                  "allow": [%s], "deny": [%s]}]}\
                """
                    .formatted(quoted(allow), quoted(deny)))
            .http()
            .routes()
            .getFirst()
            .guard()
            .access();

    assertThat(access.admits(InetAddress.ofLiteral(client))).isEqualTo(admitted);
  }

  private static String quoted(String block) {
    return block.isEmpty() ? "" : "\"" + block + "\"";
  }

  private static ProxySettings proxy(String inside) {
    Loaded loaded =
        ConfigurationFile.load(
            "f",
            "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"],\n" + inside + "}}",
            Path.of("/etc"),
            Map.of());
    assertThat(loaded.errors()).isEmpty();
    return loaded.configuration().orElseThrow().proxy();
  }
}
