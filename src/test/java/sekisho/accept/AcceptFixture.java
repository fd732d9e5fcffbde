package sekisho.accept;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SelfSignedCertificate;
import sekisho.http.AccessLog;
import sekisho.http.HttpServices;
import sekisho.metrics.Meters;
import sekisho.model.AccessLogSettings;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.model.Destination;
import sekisho.model.HttpSettings;
import sekisho.model.ListenAddress;
import sekisho.model.LogSettings;
import sekisho.model.ProxyProtocol;
import sekisho.model.ProxySettings;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.model.TcpUpstream;
import sekisho.model.TlsSettings;
import sekisho.model.TlsVersion;
import sekisho.route.HttpRouter;
import sekisho.route.SniRouter;
import sekisho.runtime.Drain;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;
import sekisho.testing.Await;
import sekisho.testing.RawConnection;
import sekisho.tls.TlsContexts;
import sekisho.tls.TlsProfile;
import sekisho.upstream.Upstreams;

/** A port with SNI routes behind it, in this process, so that its counters can be read. */
final class AcceptFixture implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final Meters meters = new Meters();
  private final AccessLog accessLog;
  private final Generations generations;
  private final Acceptor acceptor;
  private final Listener listener;

  private AcceptFixture(Duration handshakeTimeout, Destination byDefault, SniRoute... routes) {
    try {
      Generation generation = compile(handshakeTimeout, new SniRouting(byDefault, List.of(routes)));
      generations = new Generations(generation);
      accessLog = AccessLog.open(generation.configuration().proxy().http().accessLog(), meters);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    acceptor = new Acceptor(vertx, generations, new HttpServices(meters, accessLog, new Drain()));
    listener = acceptor.listen(new ListenAddress(LOOPBACK, 0)).join();
  }

  static AcceptFixture routing(Destination byDefault, SniRoute... routes) {
    return new AcceptFixture(LONG, byDefault, routes);
  }

  static AcceptFixture impatient(Destination byDefault, SniRoute... routes) {
    return new AcceptFixture(Duration.ofMillis(500), byDefault, routes);
  }

  static SniRoute route(String name, Destination destination) {
    return new SniRoute(ServerNamePattern.parse(name), destination, 1);
  }

  static Destination transparent(int port) {
    return new Destination.Transparent(
        new TcpUpstream.HostPort("127.0.0.1", port), ProxyProtocol.NONE);
  }

  static Destination terminating(int port, String... alpn) {
    return new Destination.TerminateToTcp(
        new TcpUpstream.HostPort("127.0.0.1", port), ProxyProtocol.NONE, List.of(alpn));
  }

  private Generation compile(Duration handshakeTimeout, SniRouting routing) throws SSLException {
    TlsSettings tls =
        new TlsSettings(
            new CertificateSource.SelfSigned(),
            handshakeTimeout,
            TlsVersion.TLS_1_2,
            TlsVersion.TLS_1_3,
            false,
            false,
            List.of(),
            routing);
    HttpSettings http =
        new HttpSettings(
            true,
            new HttpSettings.HttpTimeouts(LONG, LONG, LONG, LONG),
            1000,
            16_384,
            new HttpSettings.PoolSettings(8, LONG),
            new AccessLogSettings(
                new AccessLogSettings.Target.Off(), AccessLogSettings.Query.REDACT),
            List.of());
    ProxySettings proxy =
        new ProxySettings(
            List.of(new ListenAddress(LOOPBACK, 0)),
            tls,
            http,
            ProxyProtocol.NONE,
            Duration.ZERO,
            LONG,
            LONG);
    CertificatePair certificate =
        SelfSignedCertificate.create(Clock.systemUTC(), List.of("localhost"), List.of(LOOPBACK));
    return new Generation(
        new Configuration(
            proxy, new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT), Duration.ZERO),
        new SniRouter(routing),
        new TlsContexts(tls, List.of(certificate), profiles(routing)),
        new HttpRouter(List.of()),
        new Upstreams(vertx, Duration.ofSeconds(5), http.pool(), _ -> List.of()));
  }

  private static Set<TlsProfile> profiles(SniRouting routing) {
    return Stream.concat(
            Stream.of(routing.defaultDestination()),
            routing.routes().stream().map(SniRoute::destination))
        .map(destination ->
            destination instanceof Destination.TerminateToTcp tcp
                ? new TlsProfile(tcp.alpn())
                : TlsProfile.HTTP)
        .collect(Collectors.toSet());
  }

  InetSocketAddress address() {
    return listener.address();
  }

  RawConnection connect() {
    return RawConnection.to(address());
  }

  Meters meters() {
    return meters;
  }

  /** Every connection of a client has been let go of. */
  void awaitNobody() {
    Await.until(
        "no connection is left",
        () -> acceptor.connectionCount() == 0 && meters.activeConnections() == 0);
  }

  @Override
  public void close() {
    acceptor.closeAll();
    acceptor.allClosed().join();
    listener.close().join();
    accessLog.close();
    generations.current().upstreams().close();
    generations.current().tls().close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
