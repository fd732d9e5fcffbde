package sekisho.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sekisho.model.AcmeIdentifier;
import sekisho.model.CertificateSource;
import sekisho.model.Destination;
import sekisho.model.ListenAddress;
import sekisho.model.ServerName;
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

  /** Whether a connection for {@code host} would be taken, or a certificate is obtained for it. */
  private static boolean isServed(String host, Rules rules) {
    if (ServerName.isValid(host)) {
      ServerName name = new ServerName(host);
      return isTaken(Optional.of(name), rules) || isCertified(new AcmeIdentifier.Name(name), rules);
    }
    InetAddress address = ForwardedEntry.address(host);
    // Who connects to an address sends no name (RFC 6066 §3).
    return address != null
        && (isTaken(Optional.empty(), rules)
            || isCertified(new AcmeIdentifier.Address(address), rules));
  }

  private static boolean isTaken(Optional<ServerName> name, Rules rules) {
    return !(rules.sniRouter().route(name).destination() instanceof Destination.Reject);
  }

  private static boolean isCertified(AcmeIdentifier identifier, Rules rules) {
    return rules.configuration().proxy().tls().certificates()
            instanceof CertificateSource.Acme source
        && source.acme().identifiers().contains(identifier);
  }
}
