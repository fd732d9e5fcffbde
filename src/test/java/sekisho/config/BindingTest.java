package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sekisho.model.AccessLogSettings;
import sekisho.model.AddressBlock;
import sekisho.model.CertificateSource;
import sekisho.model.ClientAuth;
import sekisho.model.Configuration;
import sekisho.model.Destination;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;
import sekisho.model.HttpSettings;
import sekisho.model.LogSettings;
import sekisho.model.PasswordHash;
import sekisho.model.Place;
import sekisho.model.ProxyProtocol;
import sekisho.model.RejectManner;
import sekisho.model.ServerNamePattern;
import sekisho.model.TcpUpstream;
import sekisho.model.TlsSettings;
import sekisho.model.TlsVersion;
import sekisho.model.UiSettings;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamGroup.Balance;
import sekisho.model.UpstreamGroup.HealthCheck;
import sekisho.model.UpstreamGroup.Share;
import sekisho.model.UpstreamGroup.StatusRange;
import sekisho.model.UpstreamTls;

/** Every key that is built reaches the model: none of the file's values is a default. */
class BindingTest {
  private static final Path FOLDER = Path.of("src/test/resources/sekisho/config").toAbsolutePath();

  private Configuration bound;

  @BeforeEach
  void load() {
    bound =
        ConfigurationFile.load(FOLDER.resolve("everything.jsonc"), Map.of())
            .configuration()
            .orElseThrow();
  }

  @Test
  void ui() {
    UiSettings ui = bound.ui().orElseThrow();

    assertThat(ui.listen().toString()).isEqualTo("127.0.0.1:9191");
    assertThat(ui.remoteUrl()).map(Object::toString).contains("https://ui.example.com");
    assertThat(ui.allowedHosts()).containsExactly("ui.internal");
    assertThat(ui.tls().orElseThrow().files())
        .containsExactly(
            FOLDER.resolve("ui.pem"), FOLDER.resolve("ui.key"), FOLDER.resolve("ui.pass"));
    assertThat(ui.access())
        .isEqualTo(
            new UiSettings.Access.Configured(
                List.of(
                    new UiSettings.User(
                        "admin", PasswordHash.of(210_000, new byte[16], new byte[32]))),
                Optional.of("0123456789abcdef")));
  }

  @Test
  void the_proxys_own_keys() {
    assertThat(bound.shutdownTimeout()).isZero();
    assertThat(bound.log())
        .isEqualTo(new LogSettings(LogSettings.Level.DEBUG, LogSettings.Format.JSON));
    assertThat(bound.proxy().trustedProxies())
        .containsExactly(
            new AddressBlock(InetAddress.ofLiteral("10.0.0.0"), 8),
            new AddressBlock(InetAddress.ofLiteral("2001:db8::"), 32),
            new AddressBlock(InetAddress.ofLiteral("192.0.2.1"), 32));
    assertThat(bound.proxy().acceptProxyProtocol()).isTrue();
    assertThat(bound.proxy().relayIdleTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(bound.proxy().halfCloseTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(bound.proxy().tcpConnectTimeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(bound.proxy().proxyProtocol()).isEqualTo(ProxyProtocol.V2);
  }

  @Test
  void tls() {
    TlsSettings tls = bound.proxy().tls();

    assertThat(tls.certificates())
        .isEqualTo(
            new CertificateSource.Manual(
                List.of(
                    new CertificateSource.Pair(
                        FOLDER.resolve("a.pem"),
                        new Place(13, 22, "proxy.tls.certificate"),
                        FOLDER.resolve("a.key"),
                        new Place(14, 22, "proxy.tls.private_key"),
                        Optional.of(FOLDER.resolve("a.pass"))),
                    new CertificateSource.Pair(
                        FOLDER.resolve("b.pem"),
                        new Place(15, 41, "proxy.tls.certificates[0].certificate"),
                        FOLDER.resolve("b.key"),
                        new Place(15, 65, "proxy.tls.certificates[0].private_key"),
                        Optional.of(FOLDER.resolve("b.pass"))))));
    assertThat(tls.clientAuthorities())
        .containsOnlyKeys(FOLDER.resolve("ca.pem"), FOLDER.resolve("other.pem"))
        .containsEntry(FOLDER.resolve("ca.pem"), new Place(26, 30, "proxy.tls.client_auth.ca"));
    assertThat(tls.handshakeTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(tls.minVersion()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(tls.maxVersion()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(tls.sessionCache()).isTrue();
    assertThat(tls.sessionTickets()).isTrue();
    assertThat(tls.ciphers()).containsExactly("ECDHE-RSA-AES128-GCM-SHA256");
  }

  @Test
  void destinations() {
    TlsSettings tls = bound.proxy().tls();

    assertThat(tls.routing().defaultDestination())
        .isEqualTo(
            new Destination.Transparent(
                UpstreamGroup.of(
                    List.of(
                        share(new TcpUpstream.UnixSocket(FOLDER.resolve("turn.sock")), 2),
                        share(new TcpUpstream.HostPort("2001:db8::1", 3478), 1)),
                    Balance.LEAST_CONNECTIONS),
                ProxyProtocol.NONE));
    assertThat(tls.routing().routes().get(0).pattern())
        .isEqualTo(ServerNamePattern.parse("*.xn--bcher-kva.example"));
    assertThat(tls.routing().routes())
        .extracting(route -> route.destination())
        .containsExactly(
            new Destination.TerminateToTcp(
                UpstreamGroup.of(
                    List.of(
                        share(new TcpUpstream.HostPort("origin.example", 1935), 3),
                        share(new TcpUpstream.HostPort("10.0.0.2", 1935), 4)),
                    Balance.LEAST_CONNECTIONS),
                ProxyProtocol.V2,
                List.of("stun.turn"),
                Optional.of(new ClientAuth(FOLDER.resolve("other.pem"), ClientAuth.Mode.REQUEST))),
            new Destination.TerminateToHttp(
                Optional.of(new ClientAuth(FOLDER.resolve("other.pem"), ClientAuth.Mode.REQUIRE))),
            new Destination.Reject(RejectManner.ALERT));
  }

  private static Share<TcpUpstream> share(TcpUpstream upstream, int weight) {
    return new Share<>(upstream, weight);
  }

  @Test
  void http() {
    HttpSettings http = bound.proxy().http();

    assertThat(http.serverHeader()).isFalse();
    assertThat(http.strictSniHost()).isFalse();
    assertThat(http.timeouts())
        .isEqualTo(
            new HttpSettings.HttpTimeouts(
                Duration.ofSeconds(11), Duration.ofSeconds(63), Duration.ZERO));
    assertThat(http.keepaliveRequests()).isEqualTo(1);
    assertThat(http.maxHeaderBytes()).isEqualTo(1024);
    assertThat(http.pool()).isEqualTo(new HttpSettings.PoolSettings(0, Duration.ofSeconds(1)));
    assertThat(http.accessLog())
        .isEqualTo(
            new AccessLogSettings(
                new AccessLogSettings.Target.File(FOLDER.resolve("access.log")),
                AccessLogSettings.Query.OMIT));
  }

  @Test
  void an_http_route_overrides_what_holds_for_all() {
    List<HttpRoute> routes = bound.proxy().http().routes();

    HttpRoute first = routes.getFirst();
    assertThat(first.hosts())
        .containsExactly(
            ServerNamePattern.parse("a.example"), ServerNamePattern.parse("*.b.example"));
    assertThat(first.methods()).isEqualTo(Set.of("GET"));
    assertThat(first.websocketOnly()).isTrue();
    assertThat(first.preserveHost()).isTrue();
    assertThat(first.forwardHeaders()).containsExactly("authorization");
    assertThat(first.upstreams())
        .hasToString("http://origin.example/x, unix:" + FOLDER.resolve("app.sock") + ":/x");
    assertThat(first.upstreams().shares()).extracting(Share::weight).containsExactly(5, 6);
    assertThat(first.upstreams().balance()).isEqualTo(Balance.LEAST_CONNECTIONS);
    assertThat(first.upstreams().maxFails()).isEqualTo(4);
    assertThat(first.upstreams().failTimeout()).isEqualTo(Duration.ofSeconds(11));
    assertThat(first.upstreams().healthCheck())
        .contains(
            new HealthCheck(
                "/ok", Duration.ofSeconds(6), Duration.ofSeconds(3), new StatusRange(204, 204)));
    assertThat(first.upstreamSettings())
        .isEqualTo(
            new HttpRoute.UpstreamSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(7),
                new UpstreamTls(true, Optional.empty(), false, true)));
    assertThat(first.clientSettings())
        .isEqualTo(
            new HttpRoute.ClientSettings(6, Duration.ofSeconds(3), 4, Duration.ofSeconds(5)));
    assertThat(routes.get(1).clientSettings())
        .isEqualTo(
            new HttpRoute.ClientSettings(
                5_000_000_000L, Duration.ofSeconds(62), 100, Duration.ofSeconds(63)));
    assertThat(routes.get(1).upstreamSettings())
        .isEqualTo(
            new HttpRoute.UpstreamSettings(
                Duration.ofSeconds(6),
                Duration.ofSeconds(61),
                Duration.ofSeconds(60),
                new UpstreamTls(false, Optional.of(FOLDER.resolve("up.pem")), false, false)));
    assertThat(first.requestEdits())
        .containsExactly(new FieldEdit.Set("x-a", "b"), new FieldEdit.Remove("X-D"));
    assertThat(routes.get(1).requestEdits())
        .containsExactly(
            new FieldEdit.Set("X-A", "a"),
            new FieldEdit.Set("Host", "app.internal:8080"),
            new FieldEdit.Set("X-D", "d"));
    assertThat(first.responseEdits())
        .containsExactly(
            new FieldEdit.Set("Strict-Transport-Security", "max-age=31536000"),
            new FieldEdit.Remove("X-Powered-By"),
            new FieldEdit.Remove("X-B"),
            new FieldEdit.Remove("X-C"));
    assertThat(routes.get(2).upstreams()).hasToString("unix:/run/app.sock");
  }

  @Test
  void a_route_that_sets_one_key_of_upstream_tls_keeps_the_others() {
    String text =
        """
        {"proxy": {"listen": ["127.0.0.1:0"], "http": {
          "upstream_tls": {"ca": "a.pem", "session_reuse": false},
          "routes": [{"path": "/", "upstream": "https://a", "upstream_tls": {"verify": false}}]}}}
        """;

    Loaded loaded = ConfigurationFile.load("f", text, Path.of("/etc"), Map.of());

    HttpRoute route = loaded.configuration().orElseThrow().proxy().http().routes().getFirst();
    assertThat(route.upstreamSettings().tls())
        .isEqualTo(new UpstreamTls(false, Optional.of(Path.of("/etc/a.pem")), true, false));
  }

  @Test
  void a_proxy_protocol_block_that_is_there_is_on_unless_it_says_otherwise() {
    assertThat(proxyProtocol("{}")).isEqualTo(ProxyProtocol.V1);
    assertThat(proxyProtocol("{\"version\": 2}")).isEqualTo(ProxyProtocol.V2);
    assertThat(proxyProtocol("{\"version\": 2, \"enabled\": false}")).isEqualTo(ProxyProtocol.NONE);
  }

  private static ProxyProtocol proxyProtocol(String block) {
    String text = "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"], \"proxy_protocol\": " + block + "}}";
    return ConfigurationFile.load("f", text, Path.of("/etc"), Map.of())
        .configuration()
        .orElseThrow()
        .proxy()
        .proxyProtocol();
  }
}
