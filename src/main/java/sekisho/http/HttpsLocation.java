package sekisho.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sekisho.model.AcmeIdentifier;
import sekisho.model.CertificateSource;
import sekisho.model.Destination;
import sekisho.model.ListenAddress;
import sekisho.model.ServerName;
import sekisho.model.SniRouting;
import sekisho.route.SniMatch;
import sekisho.runtime.Rules;

/**
 * Where on this proxy a request in the clear is to be made over TLS.
 *
 * <p>Only for hosts that are served here, so that nobody is sent elsewhere by this proxy's word.
 */
final class HttpsLocation {
  /** RFC 9110 §4.2.2. */
  private static final int DEFAULT_PORT = 443;

  private HttpsLocation() {}

  /**
   * The host without its own port, for that one was plain HTTP's; path and query byte for byte.
   *
   * @return empty: the host is not served here
   */
  static Optional<String> of(RequestTarget.Resource resource, Rules rules) {
    if (!isServed(resource.host(), rules)) {
      return Optional.empty();
    }
    String port = port(rules.configuration().proxy().listen());
    return Optional.of("https://" + resource.host() + port + resource.originForm());
  }

  private static String port(List<ListenAddress> listen) {
    return listen.stream().anyMatch(address -> address.port() == DEFAULT_PORT)
        ? ""
        : ":" + listen.getFirst().port();
  }

  /**
   * Whether a route is for {@code host}, or a certificate is got for it. The default route is for
   * every name where there is nothing else, and for addresses, whose clients send no name (RFC 6066
   * §3).
   */
  private static boolean isServed(String host, Rules rules) {
    SniRouting routing = rules.configuration().proxy().tls().routing();
    boolean obtaining =
        rules.configuration().proxy().tls().certificates() instanceof CertificateSource.Acme;
    boolean byDefault = !obtaining && !(routing.defaultDestination() instanceof Destination.Reject);
    if (ServerName.isValid(host)) {
      ServerName name = new ServerName(host);
      return isRouted(name, rules)
          || isCertified(new AcmeIdentifier.Name(name), rules)
          || (byDefault && routing.routes().isEmpty());
    }
    InetAddress address = ForwardedEntry.address(host);
    return address != null
        && (byDefault || isCertified(new AcmeIdentifier.Address(address), rules));
  }

  /** By a route of its own or a wildcard. */
  private static boolean isRouted(ServerName name, Rules rules) {
    return rules.sniRouter().route(Optional.of(name)) instanceof SniMatch.Route route
        && !(route.destination() instanceof Destination.Reject);
  }

  private static boolean isCertified(AcmeIdentifier identifier, Rules rules) {
    return rules.configuration().proxy().tls().certificates()
            instanceof CertificateSource.Acme source
        && source.acme().identifiers().contains(identifier);
  }
}
