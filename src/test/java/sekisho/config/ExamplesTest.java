package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.model.AcmeIdentifier;
import sekisho.model.CertificateSource;
import sekisho.model.ChallengeType;
import sekisho.model.Configuration;
import sekisho.model.Destination;
import sekisho.model.HttpGuard;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.Place;
import sekisho.model.ProxyProtocol;
import sekisho.model.RejectManner;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;
import sekisho.model.TcpUpstream;
import sekisho.model.TlsSettings;
import sekisho.model.TlsVersion;
import sekisho.model.UiSettings;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;

class ExamplesTest {
  private static final HttpRoute.UpstreamSettings USUAL =
      new HttpRoute.UpstreamSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ZERO,
          new UpstreamTls(true, Optional.empty(), true, true));

  private static final HttpRoute.ClientSettings USUAL_CLIENT =
      new HttpRoute.ClientSettings(0, Duration.ofSeconds(60), 0, Duration.ofSeconds(60));

  private static Configuration load(String name, Map<String, String> environment) {
    Loaded loaded = ConfigurationFile.load(Path.of("examples", name), environment);
    assertThat(loaded.errors()).isEmpty();
    return loaded.configuration().orElseThrow();
  }

  @Test
  void the_seed_is_in_effect_as_a_whole() {
    Loaded loaded = ConfigurationFile.load(Path.of("examples/seed.jsonc"), Map.of());

    assertThat(loaded.problems()).isEmpty();
  }

  @Test
  void the_seeds_tls_routes_are_what_it_says() {
    TlsSettings tls = load("seed.jsonc", Map.of()).proxy().tls();

    TcpUpstream turn = new TcpUpstream.HostPort("192.0.2.1", 3478);
    assertThat(tls.certificates())
        .isEqualTo(
            new CertificateSource.Manual(
                List.of(
                    new CertificateSource.Pair(
                        Path.of("/path/fullchain.pem"),
                        new Place(8, 22, "proxy.tls.certificate"),
                        Path.of("/path/privkey.pem"),
                        new Place(9, 22, "proxy.tls.private_key"),
                        Optional.empty()))));
    assertThat(tls.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(tls.minVersion()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(tls.maxVersion()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(tls.routing().defaultDestination())
        .isEqualTo(new Destination.Transparent(UpstreamGroup.of(turn), ProxyProtocol.V1));
    assertThat(tls.routing().routes())
        .containsExactly(
            new SniRoute(
                ServerNamePattern.parse("sora-turn.example.com"),
                new Destination.TerminateToTcp(UpstreamGroup.of(turn), ProxyProtocol.V1, List.of()),
                SniGuard.NONE,
                18),
            new SniRoute(
                ServerNamePattern.parse("sora.example.com"),
                new Destination.TerminateToHttp(),
                SniGuard.NONE,
                19),
            new SniRoute(
                ServerNamePattern.parse("old.example.com"),
                new Destination.Reject(RejectManner.DROP),
                SniGuard.NONE,
                20));
  }

  @Test
  void the_seeds_http_routes_are_what_it_says() {
    Configuration seed = load("seed.jsonc", Map.of());

    assertThat(seed.proxy().listen()).extracting(a -> a.port()).containsExactly(443, 443);
    assertThat(seed.proxy().listen()).extracting(a -> a.isIpv6()).containsExactly(false, true);
    assertThat(seed.proxy().proxyProtocol()).isEqualTo(ProxyProtocol.V1);
    assertThat(seed.proxy().http().serverHeader()).isTrue();
    assertThat(seed.proxy().http().routes())
        .containsExactly(
            route(new PathMatch.Exact("/signaling"), true, local(5000, "/signaling"), 28),
            route(new PathMatch.Prefix("/api"), false, local(3000, "/"), 29),
            new HttpRoute(
                new PathMatch.Regex("^/(whip|whip-session|whep|whep-session)/"),
                List.of(),
                Set.of(),
                false,
                UpstreamGroup.of(local(5000, null)),
                USUAL,
                USUAL_CLIENT,
                HttpGuard.NONE,
                true,
                List.of("authorization"),
                List.of(),
                List.of(),
                30),
            route(new PathMatch.Exact("/.ok"), false, local(5000, null), 32),
            route(
                new PathMatch.Prefix("/"),
                false,
                new UpstreamUrl(
                    true,
                    new TcpUpstream.HostPort("example.com", 443),
                    "example.com",
                    Optional.of("/")),
                33));
  }

  @Test
  void the_quick_start_serves_browsers_on_this_machine() {
    Loaded loaded = ConfigurationFile.load(Path.of("examples/quickstart.jsonc"), Map.of());

    Configuration configuration = loaded.configuration().orElseThrow();
    assertThat(loaded.problems()).isEmpty();
    assertThat(configuration.proxy().listen())
        .extracting(a -> a.address().isLoopbackAddress() + " " + a.port())
        .containsExactly("true 8443", "true 8443");
    assertThat(configuration.metrics().orElseThrow().listen()).hasToString("127.0.0.1:9090");
    assertThat(configuration.ui().orElseThrow().listen()).hasToString("127.0.0.1:9091");
    assertThat(configuration.ui().orElseThrow().access())
        .isEqualTo(new UiSettings.Access.OneTimeToken());
    assertThat(configuration.proxy().tls().certificates())
        .isEqualTo(new CertificateSource.SelfSigned());
    assertThat(configuration.proxy().tls().routing().defaultDestination())
        .isEqualTo(new Destination.TerminateToHttp());
    assertThat(configuration.proxy().http().routes())
        .containsExactly(
            route(
                new PathMatch.Prefix("/"),
                false,
                local(8480, null),
                configuration.proxy().http().routes().getFirst().line()));
  }

  @Test
  void the_http_example_has_limits_that_a_route_lifts() {
    Loaded loaded = ConfigurationFile.load(Path.of("examples/http.jsonc"), Map.of());

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.configuration().orElseThrow().proxy().http().routes())
        .extracting(route -> route.clientSettings().maxBodyBytes())
        .containsExactly(0L, 1_048_576L, 1_048_576L);
  }

  @Test
  void the_acme_example_needs_nothing_but_names_of_ones_own() {
    Loaded loaded = ConfigurationFile.load(Path.of("examples/acme.jsonc"), Map.of());

    assertThat(loaded.problems())
        .extracting(problem -> problem.severity() + " " + problem.path())
        .containsExactly(
            "WARNING proxy.tls.acme.identifiers[0]", "WARNING proxy.tls.acme.identifiers[1]");
    assertThat(loaded.problems())
        .allSatisfy(problem -> assertThat(problem.message()).contains(" is for examples (RFC "));
    assertThat(loaded.configuration().orElseThrow().proxy().tls().certificates())
        .isInstanceOfSatisfying(
            CertificateSource.Acme.class,
            source -> {
              assertThat(source.acme().identifiers())
                  .extracting(AcmeIdentifier::text)
                  .containsExactly("sora.example.com", "203.0.113.7");
              assertThat(source.acme().challenges())
                  .containsExactly(ChallengeType.TLS_ALPN_01, ChallengeType.HTTP_01);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker/sekisho.jsonc",
        "deploy/kubernetes/sekisho.jsonc",
        "deploy/debian/sekisho.jsonc"
      })
  void what_packages_begin_with_is_in_effect_as_a_whole(String file) {
    assertThat(ConfigurationFile.load(Path.of(file), Map.of()).problems()).isEmpty();
  }

  @Test
  void the_quick_start_takes_another_origin_from_the_environment() {
    Map<String, String> environment = Map.of("SEKISHO_DEMO_ORIGIN", "http://127.0.0.1:3000");

    Configuration configuration = load("quickstart.jsonc", environment);

    assertThat(configuration.proxy().http().routes())
        .extracting(route -> route.upstreams().toString())
        .containsExactly("http://127.0.0.1:3000");
  }

  private static UpstreamUrl local(int port, String path) {
    return new UpstreamUrl(
        false,
        new TcpUpstream.HostPort("127.0.0.1", port),
        "127.0.0.1:" + port,
        Optional.ofNullable(path));
  }

  private static HttpRoute route(
      PathMatch path, boolean websocketOnly, UpstreamUrl upstream, int line) {
    return new HttpRoute(
        path,
        List.of(),
        Set.of(),
        websocketOnly,
        UpstreamGroup.of(upstream),
        USUAL,
        USUAL_CLIENT,
        HttpGuard.NONE,
        false,
        List.of(),
        List.of(),
        List.of(),
        line);
  }
}
