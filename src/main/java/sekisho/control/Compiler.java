package sekisho.control;

import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import sekisho.limit.Limiters;
import sekisho.model.Configuration;
import sekisho.model.Destination;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.route.HttpRouter;
import sekisho.route.SniRouter;
import sekisho.runtime.Generation;
import sekisho.tls.ClientContexts;
import sekisho.tls.ServerTls;
import sekisho.tls.TlsProfile;
import sekisho.upstream.Upstreams;

/** Makes a generation of a configuration and what it names. Blocking. */
final class Compiler {
  private Compiler() {}

  /**
   * @throws StartFailure when the TLS library will not take a certificate or a setting
   */
  static Generation compile(
      Vertx vertx, Configuration configuration, Credentials credentials, Limiters limiters)
      throws StartFailure {
    ServerTls tls = tls(configuration, credentials);
    return new Generation(
        1,
        java.time.Instant.now(),
        configuration,
        new SniRouter(configuration.proxy().tls().routing()),
        tls,
        new HttpRouter(configuration.proxy().http().routes()),
        limiters.of(configuration.proxy()),
        new Upstreams(
            vertx,
            configuration.proxy().tcpConnectTimeout(),
            configuration.proxy().http().pool(),
            upstreamTls(credentials)));
  }

  private static ClientContexts upstreamTls(Credentials credentials) throws StartFailure {
    try {
      return new ClientContexts(credentials.authorities());
    } catch (SSLException | IllegalArgumentException e) {
      throw new StartFailure("TLS to upstreams cannot be set up: " + e.getMessage(), e);
    }
  }

  /** Also what {@code check} does, to hear what the TLS library says. */
  static ServerTls tls(Configuration configuration, Credentials credentials) throws StartFailure {
    try {
      return ServerTls.of(
          configuration.proxy().tls(),
          credentials.forServer(),
          profiles(configuration.proxy().tls().routing()));
    } catch (SSLException | IllegalArgumentException e) {
      throw new StartFailure("TLS cannot be set up: " + e.getMessage(), e);
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
