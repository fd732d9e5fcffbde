package sekisho.control;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import sekisho.limit.Limiters;
import sekisho.model.Configuration;
import sekisho.model.Destination;
import sekisho.model.ProxySettings;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.route.HttpRouter;
import sekisho.route.SniRouter;
import sekisho.runtime.Generation;
import sekisho.tls.ClientContexts;
import sekisho.tls.ServerTls;
import sekisho.tls.TlsProfile;
import sekisho.upstream.Upstreams;

/** Makes generations of configurations and what they name. Blocking. */
final class Compiler {
  private final Vertx vertx;
  private final Limiters limiters;
  private final Clock clock;

  Compiler(Vertx vertx, Limiters limiters, Clock clock) {
    this.vertx = vertx;
    this.limiters = limiters;
    this.clock = clock;
  }

  /**
   * The first generation.
   *
   * @throws StartFailure when the TLS library will not take a certificate or a setting
   */
  Generation first(Configuration configuration, Credentials credentials) throws StartFailure {
    ServerTls tls = tls(configuration, credentials);
    ClientContexts contexts;
    try {
      contexts = new ClientContexts(credentials.authorities());
    } catch (SSLException | IllegalArgumentException e) {
      tls.close();
      throw upstreamTlsFailure(e);
    }
    ProxySettings proxy = configuration.proxy();
    return new Generation(
        1,
        clock.instant(),
        configuration,
        new SniRouter(proxy.tls().routing()),
        tls,
        new HttpRouter(proxy.http().routes()),
        limiters.of(proxy),
        new Upstreams(vertx, proxy.tcpConnectTimeout(), proxy.http().pool(), contexts));
  }

  /**
   * One that may take the place of {@code before}: what has not changed goes on in it.
   *
   * @throws StartFailure as {@link #first}; then nothing is left of it
   */
  Generation next(Configuration configuration, Credentials credentials, Generation before)
      throws StartFailure {
    ProxySettings proxy = configuration.proxy();
    ServerTls tls;
    try {
      tls =
          before.tls().next(proxy.tls(), credentials.forServer(), profiles(proxy.tls().routing()));
    } catch (SSLException | IllegalArgumentException e) {
      throw tlsFailure(e);
    }
    ClientContexts contexts;
    try {
      contexts = before.upstreams().tls().with(credentials.authorities());
    } catch (SSLException | IllegalArgumentException e) {
      tls.close();
      throw upstreamTlsFailure(e);
    }
    return new Generation(
        before.number() + 1,
        clock.instant(),
        configuration,
        new SniRouter(proxy.tls().routing()),
        tls,
        new HttpRouter(proxy.http().routes()),
        limiters.of(proxy, before.limiters()),
        before.upstreams().next(proxy, contexts));
  }

  private static StartFailure upstreamTlsFailure(Exception e) {
    return new StartFailure("TLS to upstreams cannot be set up: " + e.getMessage(), e)
        .about("proxy.http.upstream_tls");
  }

  private static StartFailure tlsFailure(Exception e) {
    return new StartFailure("TLS cannot be set up: " + e.getMessage(), e).about("proxy.tls");
  }

  /** Also what {@code check} does, to hear what the TLS library says. */
  static ServerTls tls(Configuration configuration, Credentials credentials) throws StartFailure {
    try {
      return ServerTls.of(
          configuration.proxy().tls(),
          credentials.forServer(),
          profiles(configuration.proxy().tls().routing()));
    } catch (SSLException | IllegalArgumentException e) {
      throw tlsFailure(e);
    }
  }

  private static Set<TlsProfile> profiles(SniRouting routing) {
    Set<TlsProfile> profiles = new HashSet<>();
    add(profiles, routing.defaultDestination());
    for (SniRoute route : routing.routes()) {
      add(profiles, route.destination());
    }
    return profiles;
  }

  private static void add(Set<TlsProfile> profiles, Destination destination) {
    switch (destination) {
      case Destination.TerminateToHttp http -> profiles.add(TlsProfile.http(http.clientAuth()));
      case Destination.TerminateToTcp tcp ->
          profiles.add(new TlsProfile(tcp.alpn(), tcp.clientAuth()));
      case Destination.Transparent _, Destination.Reject _ -> {}
    }
  }
}
