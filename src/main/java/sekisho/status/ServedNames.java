package sekisho.status;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.Destination;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniRoute;
import sekisho.model.TlsSettings;
import sekisho.tls.CertificateChoice;
import sekisho.tls.CertificateChoice.Chosen;

/** Who gets which certificate: the data path's own choice, asked for every route that ends TLS. */
final class ServedNames {
  private static final String NO_NAME = "no name";

  /** ECDSA with SHA-256, which every client of today takes. */
  private static final List<Integer> ECDSA = List.of(0x0403);

  /** RSA alone (PSS with SHA-256), as old clients. */
  private static final List<Integer> RSA = List.of(0x0804);

  private final CertificateChoice choice;
  private final InetAddress local;
  private final List<Asked> asked = new ArrayList<>();

  /** What clients of a route ask for, and how that is shown. */
  private record Asked(String text, Optional<ServerName> name) {}

  /**
   * @param local an address that is listened on, for those who name nobody
   */
  ServedNames(TlsSettings settings, List<CertificatePair> pairs, InetAddress local) {
    this.choice = CertificateChoice.of(settings.certificates(), pairs);
    this.local = local;
    for (SniRoute route : settings.routing().routes()) {
      if (endsTls(route.destination())) {
        asked.add(asked(route.pattern()));
      }
    }
    if (endsTls(settings.routing().defaultDestination())) {
      asked.add(new Asked(NO_NAME, Optional.empty()));
    }
  }

  private static Asked asked(ServerNamePattern pattern) {
    return switch (pattern) {
      case ServerNamePattern.Exact exact -> new Asked(exact.toString(), Optional.of(exact.name()));
      // Any name below it: one that no certificate has by accident.
      case ServerNamePattern.Wildcard wildcard -> new Asked(wildcard.toString(), example(wildcard));
    };
  }

  private static Optional<ServerName> example(ServerNamePattern.Wildcard wildcard) {
    String name = "any-name." + wildcard.parent().text();
    return ServerName.isValid(name) ? Optional.of(new ServerName(name)) : Optional.empty();
  }

  private static boolean endsTls(Destination destination) {
    return switch (destination) {
      case Destination.TerminateToTcp _, Destination.TerminateToHttp _ -> true;
      case Destination.Transparent _, Destination.Reject _ -> false;
    };
  }

  /** In the order of the routes. */
  List<String> of(CertificatePair pair) {
    Set<String> names = new LinkedHashSet<>();
    for (Asked each : asked) {
      if (gets(each, ECDSA, pair) || gets(each, RSA, pair)) {
        names.add(each.text());
      }
    }
    return List.copyOf(names);
  }

  private boolean gets(Asked each, List<Integer> schemes, CertificatePair pair) {
    ClientHello hello = new ClientHello(each.name(), List.of(), true, schemes, false);
    Chosen chosen = choice.choose(hello, local);
    return chosen != null && chosen.pair().equals(pair);
  }
}
