package sekisho.accept;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import sekisho.config.ConfigurationFile;
import sekisho.config.Loaded;
import sekisho.control.ConfigurationCheck;
import sekisho.control.ControlAccess;
import sekisho.control.RunningProxy;
import sekisho.control.StartFailure;
import sekisho.limit.Limiters;
import sekisho.metrics.Meters;
import sekisho.model.AcmeSources;
import sekisho.model.CertificateSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.ReservedPort;

/** A proxy with SNI routes in this process, so that its counters can be read. */
final class AcceptFixture implements AutoCloseable {
  static final String HTTP = "\"mode\": \"tls_terminate\", \"handler\": \"http\"";

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final ReservedPort port = ReservedPort.loopback();
  private final ReservedPort plainPort = ReservedPort.loopback();
  private final Meters meters = new Meters();
  private final RunningProxy proxy;

  private AcceptFixture(
      int handshakeTimeoutSeconds, String trusted, String byDefault, String... routes) {
    this(handshakeTimeoutSeconds, trusted, UnaryOperator.identity(), "", byDefault, routes);
  }

  /**
   * @param source what becomes of where the certificates come from
   * @param http members of {@code proxy.http}, each with a comma behind it
   */
  private AcceptFixture(
      int handshakeTimeoutSeconds,
      String trusted,
      UnaryOperator<CertificateSource> source,
      String http,
      String byDefault,
      String... routes) {
    String text =
        """
        {
          "proxy": {
            "listen": ["127.0.0.1:%d"],
            "http_listen": ["127.0.0.1:%d"],
            "trusted_proxies": [%s],
            "accept_proxy_protocol": %b,
            "tls": {
              "mode": "self_signed",
              "handshake_timeout_secs": %d,
              "routing": { "default": { %s }, "sni": [%s] }
            },
            "http": { %s "access_log": { "path": "off" } }
          },
          "shutdown_timeout_secs": 0
        }
        """
            .formatted(
                port.number(),
                plainPort.number(),
                trusted,
                !trusted.isEmpty(),
                handshakeTimeoutSeconds,
                byDefault,
                String.join(",", routes),
                http);
    try {
      proxy =
          RunningProxy.start(
              vertx,
              ConfigurationCheck.of(
                  "test",
                  with(source, ConfigurationFile.load("test", text, Path.of("/"), Map.of())),
                  Clock.systemUTC()),
              new Limiters(System::nanoTime),
              meters,
              ControlAccess.none());
    } catch (StartFailure e) {
      throw new IllegalStateException(e);
    }
  }

  private static Loaded with(UnaryOperator<CertificateSource> source, Loaded loaded) {
    return new Loaded(
        loaded
            .configuration()
            .map(c -> AcmeSources.with(source.apply(c.proxy().tls().certificates()), c)),
        loaded.problems(),
        loaded.origins(),
        loaded.text());
  }

  /** One whose certificates are from elsewhere. */
  static AcceptFixture certified(CertificateSource source, String byDefault, String... routes) {
    return new AcceptFixture(60, "", _ -> source, "", byDefault, routes);
  }

  /** One with these members of {@code proxy.http}. */
  static AcceptFixture speaking(String http, String byDefault, String... routes) {
    return new AcceptFixture(60, "", UnaryOperator.identity(), http + ",", byDefault, routes);
  }

  static AcceptFixture routing(String byDefault, String... routes) {
    return new AcceptFixture(60, "", byDefault, routes);
  }

  /** One that waits a second for a handshake. */
  static AcceptFixture impatient(String byDefault) {
    return new AcceptFixture(1, "", byDefault);
  }

  /** One that takes PROXY headers of {@code trusted}, and waits some seconds for a handshake. */
  static AcceptFixture introducedBy(int seconds, String trusted, String byDefault) {
    return new AcceptFixture(seconds, "\"" + trusted + "\"", byDefault);
  }

  static String route(String name, String destination) {
    return "{ \"server_name\": \"%s\", %s }".formatted(name, destination);
  }

  static String reject(String manner) {
    return "\"mode\": \"reject\", \"reject_with\": \"%s\"".formatted(manner);
  }

  static String transparent(int port) {
    return "\"mode\": \"transparent\", \"upstream\": \"127.0.0.1:%d\"".formatted(port);
  }

  static String terminating(int port) {
    return "\"mode\": \"tls_terminate\", \"upstream\": \"127.0.0.1:%d\"".formatted(port);
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port.number());
  }

  RawConnection connect() {
    return RawConnection.to(address());
  }

  /** Where it speaks HTTP without TLS. */
  InetSocketAddress plainAddress() {
    return new InetSocketAddress("127.0.0.1", plainPort.number());
  }

  RawConnection connectPlainly() {
    return RawConnection.to(plainAddress());
  }

  /** Sends a request without TLS, on a connection of its own. */
  HttpReply sendPlainly(String... lines) throws IOException {
    try (RawConnection client = connectPlainly()) {
      client.write(RawRequest.of(lines));
      return HttpReply.read(client.in());
    }
  }

  /** Where a host is to be had over TLS. */
  String https(String host) {
    return "https://" + host + ":" + port.number();
  }

  Challenges challenges() {
    return proxy.challenges();
  }

  Meters meters() {
    return meters;
  }

  /** Every connection of a client has been let go of. */
  void awaitNobody() {
    Await.until("no connection is left", () -> meters.activeConnections() == 0);
  }

  @Override
  public void close() {
    proxy.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    port.close();
    plainPort.close();
  }
}
