package sekisho.http;

import java.util.Optional;
import sekisho.model.ClientAuth;
import sekisho.model.ServerName;
import sekisho.route.SniMatch;
import sekisho.route.SniRouter;
import sekisho.runtime.Rules;

/**
 * Whether a request came over a connection that was made for another name ({@code strict_sni_host},
 * RFC 9110 §15.5.20): what an SNI route demands of its clients must not be avoided by the name of a
 * wider one.
 */
final class Misdirection {
  private Misdirection() {}

  /** Whether it is, and somebody minds. */
  static boolean isRefused(String host, ClientConnection connection, Rules rules) {
    return crossesClientAuth(host, connection.identity(), rules.sniRouter())
        || (rules.configuration().proxy().http().strictSniHost()
            && isMisdirected(host, connection.serverName(), rules.sniRouter()));
  }

  /**
   * Whether the host's own route asks clients for a certificate that this one was not asked for:
   * refused whatever the configuration says, since nobody means to turn client_auth off by the way.
   */
  static boolean crossesClientAuth(String host, ClientIdentity identity, SniRouter router) {
    if (!ServerName.isValid(host)) {
      return false;
    }
    Optional<ClientAuth> needed =
        router.route(Optional.of(new ServerName(host))).destination().clientAuth();
    return needed.isPresent() && !needed.equals(identity.asked());
  }

  /**
   * @param host of the request, normalised; empty where it names none
   * @param connection the server name that its hello asked for
   */
  static boolean isMisdirected(String host, Optional<ServerName> connection, SniRouter router) {
    if (host.isEmpty()) {
      // HTTP/1.0: who claims nothing is served as whom the connection is for.
      return false;
    }
    return connection.isPresent()
        ? !host.equals(connection.get().text())
        : belongsElsewhere(host, router);
  }

  /**
   * Without SNI the connection met the default route. Addresses belong there, and so do names that
   * would have gone the same way: probes and proxies that send no SNI are common.
   */
  private static boolean belongsElsewhere(String host, SniRouter router) {
    if (!ServerName.isValid(host)) {
      return false;
    }
    SniMatch own = router.route(Optional.of(new ServerName(host)));
    SniMatch taken = router.route(Optional.empty());
    return !own.destination().equals(taken.destination()) || !own.guard().equals(taken.guard());
  }
}
