package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.config.ConfigurationFile;
import sekisho.limit.LimiterSet;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSources;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.route.HttpRouter;
import sekisho.route.SniRouter;
import sekisho.runtime.Rules;

/** Where a client in the clear is sent, and that it is never sent elsewhere. */
class HttpsLocationTest {
  private static final String REJECTING = "{ \"mode\": \"reject\" }";
  private static final String TAKING = "{ \"mode\": \"transparent\", \"upstream\": \"h:1\" }";

  @ParameterizedTest
  @CsvSource({
    "'0.0.0.0:443', ''",
    "'0.0.0.0:8443, 0.0.0.0:443', ''",
    "'0.0.0.0:8443', ':8443'",
    "'0.0.0.0:8443, [::]:9443', ':8443'"
  })
  void the_port_is_left_out_where_it_is_the_usual_one(String listen, String port) {
    Rules rules = rules(listen, TAKING, "");

    assertThat(location("a.example.com:80", "/", rules))
        .contains("https://a.example.com" + port + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//evil.example/",
        "/a?b=c&d",
        "/%2e%2e/..//x;y=%0d%0a?%20",
        "/?next=https://evil.example/",
        "/@evil.example",
        "/\"<>\\^`{|}"
      })
  void path_and_query_are_the_same_byte_for_byte(String target) {
    assertThat(location("a.example.com", target, rules("0.0.0.0:443", TAKING, "")))
        .contains("https://a.example.com" + target);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, https://a.example.com/",
    "A.Example.COM.:8080, https://a.example.com/",
    "b.wild.example.com, https://b.wild.example.com/",
    "wild.example.com,",
    "c.b.wild.example.com,",
    "old.example.com,",
    "b.example.com,",
    "evil.example,",
    "192.0.2.1,",
    "[2001:db8::1],"
  })
  void by_a_rejecting_default_only_hosts_of_routes_that_take_somebody_are_served(
      String host, String expected) {
    Rules rules = rules("0.0.0.0:443", REJECTING, routes());

    assertThat(location(host, "/", rules)).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example,",
    "192.0.2.1:80, https://192.0.2.1/",
    "[2001:DB8::1]:80, https://[2001:db8::1]/",
    "old.example.com,",
    "192.0.2,",
    "1.2.3.4.5,",
    "a~b,",
    "256.0.0.1,"
  })
  void by_another_default_every_address_is_and_no_more_names(String host, String expected) {
    Rules rules = rules("0.0.0.0:443", TAKING, routes());

    assertThat(location(host, "/", rules)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void a_default_that_is_alone_serves_every_name() {
    Rules rules = rules("0.0.0.0:443", TAKING, "");

    assertThat(location("any.example", "/", rules)).contains("https://any.example/");
  }

  @Test
  void where_certificates_are_obtained_nobody_else_is_served_whatever_the_default() {
    Rules rules = obtaining(rules("0.0.0.0:443", TAKING, ""), AcmeSources.name("acme.example.com"));

    assertThat(location("evil.example", "/", rules)).isEmpty();
    assertThat(location("6.6.6.6", "/", rules)).isEmpty();
  }

  @Test
  void what_a_certificate_is_obtained_for_is_served() {
    Rules rules =
        obtaining(
            rules("0.0.0.0:443", REJECTING, ""),
            AcmeSources.name("acme.example.com"),
            new AcmeIdentifier.Address(InetAddress.ofLiteral("2001:db8::7")));

    assertThat(location("acme.example.com", "/", rules)).contains("https://acme.example.com/");
    assertThat(location("[2001:db8:0::7]", "/", rules)).contains("https://[2001:db8:0::7]/");
    assertThat(location("b.example.com", "/", rules)).isEmpty();
    assertThat(location("[2001:db8::8]", "/", rules)).isEmpty();
  }

  private static String routes() {
    return """
    { "server_name": "a.example.com", "mode": "transparent", "upstream": "h:1" },
    { "server_name": "*.wild.example.com", "mode": "transparent", "upstream": "h:1" },
    { "server_name": "old.example.com", "mode": "reject" }
    """;
  }

  private static Optional<String> location(String host, String target, Rules rules) {
    return HttpsLocation.of(
        (RequestTarget.Resource)
            RequestTarget.of(Requests.head("GET " + target + " HTTP/1.1", "Host: " + host)),
        rules);
  }

  private static Rules rules(String listen, String byDefault, String routes) {
    String text =
        """
        {"proxy": {"listen": [%s], "tls": {"routing": {"default": %s, "sni": [%s]}}}}
        """
            .formatted("\"" + listen.replace(", ", "\", \"") + "\"", byDefault, routes);
    return new Asked(
        ConfigurationFile.load("f", text, Path.of("/"), Map.of()).configuration().orElseThrow());
  }

  private static Rules obtaining(Rules rules, AcmeIdentifier... identifiers) {
    CertificateSource source = AcmeSources.of(Path.of("/nowhere"), identifiers);
    return new Asked(AcmeSources.with(source, rules.configuration()));
  }

  /** A configuration that is only asked. */
  private record Asked(Configuration configuration) implements Rules {
    @Override
    public SniRouter sniRouter() {
      return new SniRouter(configuration.proxy().tls().routing());
    }

    @Override
    public HttpRouter httpRouter() {
      throw new AssertionError("redirects know no HTTP routes");
    }

    @Override
    public LimiterSet limiters() {
      throw new AssertionError("redirects know no limits");
    }
  }
}
