package sekisho.config;

import java.util.List;
import java.util.Optional;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateSource;
import sekisho.model.ChallengeType;
import sekisho.model.Destination;
import sekisho.model.ListenAddress;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniRouting;
import sekisho.route.SniRouter;

/**
 * Whether the authority finds the ports that its challenges go to, and clients the certificates
 * that were ordered for them. Warnings alone: what stands before this machine is not known here.
 */
final class AcmeReach {
  // RFC 8737 §3, RFC 8555 §8.3: the ports are fixed.
  private static final int TLS_ALPN_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final Findings findings;
  private final Block proxy;

  /**
   * @param proxy {@code proxy}
   */
  AcmeReach(Findings findings, Block proxy) {
    this.findings = findings;
    this.proxy = proxy;
  }

  void warn(
      CertificateSource.Acme source,
      SniRouting routing,
      List<ListenAddress> listen,
      List<ListenAddress> httpListen) {
    AcmeSettings acme = source.acme();
    if (acme.challenges().contains(ChallengeType.TLS_ALPN_01)) {
      warnOfPort("listen", listen, TLS_ALPN_PORT, ChallengeType.TLS_ALPN_01);
    } else {
      warnOfPort("http_listen", httpListen, HTTP_PORT, ChallengeType.HTTP_01);
    }
    warnOfRoutes(new SniRouter(routing));
    // What names the certificates in files have is not known here.
    if (source.pairs().isEmpty()) {
      warnOfNames(acme.identifiers());
    }
  }

  private void warnOfPort(
      String key, List<ListenAddress> addresses, int port, ChallengeType challenge) {
    if (addresses.stream().noneMatch(address -> address.port() == port)) {
      findings.warning(
          proxy.keyPosition(key),
          proxy.path().key(key),
          ("no address has port %d, which the authority connects to for \"%s\"; that is fine where"
                  + " something forwards port %d to here")
              .formatted(port, challenge.text(), port));
    }
  }

  /** What is not listed was taken from a route that ends TLS. */
  private void warnOfRoutes(SniRouter router) {
    Block tls = proxy.blockOrEmpty("tls");
    for (AcmeIdentifiers.Named named :
        new AcmeIdentifiers(findings, tls, tls.blockOrEmpty("acme")).listed()) {
      Word word = named.word();
      switch (named.identifier()) {
        case AcmeIdentifier.Address _ -> {
          if (!endsTls(router, Optional.empty())) {
            findings.warning(
                word.position(),
                word.path(),
                word.shown()
                    + " gets a certificate that nobody is shown: clients of an address send no"
                    + " server name and go to proxy.tls.routing.default, which does not have mode"
                    + " \"tls_terminate\"");
          }
        }
        case AcmeIdentifier.Name(ServerName name) -> {
          if (!endsTls(router, Optional.of(name))) {
            findings.warning(
                word.position(),
                word.path(),
                word.shown()
                    + " gets a certificate that nobody is shown: no route with mode"
                    + " \"tls_terminate\" takes the name");
          }
        }
      }
    }
  }

  /** Routes that end TLS for names that nothing is ordered for, wildcards above all. */
  private void warnOfNames(List<AcmeIdentifier> identifiers) {
    for (Block route : proxy.blockOrEmpty("tls").blockOrEmpty("routing").blocks("sni")) {
      Word name = route.word("server_name").orElseThrow();
      if (AcmeIdentifiers.endsTls(route)
          && ServerNameText.parse(name.value())
              instanceof Parsed.Good<ServerNamePattern>(ServerNamePattern pattern)
          && identifiers.stream().noneMatch(identifier -> isFor(identifier, pattern))) {
        findings.warning(
            name.position(),
            name.path(),
            name.shown()
                + " gets no certificate of its own: "
                + switch (pattern) {
                  case ServerNamePattern.Wildcard _ ->
                      "wildcards need the challenge dns-01, which is not there; allowed: each name"
                          + " in proxy.tls.acme.identifiers, or a certificate and private_key";
                  case ServerNamePattern.Exact _ ->
                      "proxy.tls.acme.identifiers does not list it; allowed: there, or a"
                          + " certificate and private_key";
                });
      }
    }
  }

  private static boolean isFor(AcmeIdentifier identifier, ServerNamePattern pattern) {
    if (!(identifier instanceof AcmeIdentifier.Name(ServerName name))) {
      return false;
    }
    return switch (pattern) {
      case ServerNamePattern.Exact exact -> exact.name().equals(name);
      case ServerNamePattern.Wildcard wildcard ->
          name.text().substring(name.text().indexOf('.') + 1).equals(wildcard.parent().text());
    };
  }

  private static boolean endsTls(SniRouter router, Optional<ServerName> name) {
    return switch (router.route(name).destination()) {
      case Destination.TerminateToTcp _, Destination.TerminateToHttp _ -> true;
      case Destination.Transparent _, Destination.Reject _ -> false;
    };
  }
}
