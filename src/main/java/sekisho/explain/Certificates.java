package sekisho.explain;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateSource;
import sekisho.model.TlsSettings;
import sekisho.tls.CertificateChoice;
import sekisho.tls.CertificateChoice.Chosen;

/** Which certificate a hello gets, and where the configuration names it. */
final class Certificates {
  private static final String BLOCK = "proxy.tls";
  private static final String ACME = "proxy.tls.acme";

  private final TlsSettings settings;
  private final List<CertificatePair> pairs;
  private final CertificateChoice choice;

  /**
   * @param pairs in the configuration's order
   */
  Certificates(TlsSettings settings, List<CertificatePair> pairs) {
    this.settings = settings;
    this.pairs = List.copyOf(pairs);
    this.choice = CertificateChoice.of(settings.certificates(), this.pairs);
  }

  /**
   * @param local the address that the client connects to
   * @return whether there is a handshake: where certificates are obtained there may be none for it
   */
  boolean explain(ClientHello hello, InetAddress local, Facts facts) {
    Chosen chosen = choice.choose(hello, local);
    if (chosen != null) {
      explain(chosen, hello, local, facts.section("certificate"));
    }
    if (!(settings.certificates() instanceof CertificateSource.Acme(AcmeSettings acme, _))) {
      return true;
    }
    if (chosen == null) {
      facts.section("certificate");
      facts.add("file", "none yet: nothing for it is in " + acme.storage(), ACME, "storage");
    }
    facts.add("ordered", ordered(acme, hello, local), ACME, "identifiers");
    return chosen != null;
  }

  /** What is asked for on account of this client. */
  private static String ordered(AcmeSettings acme, ClientHello hello, InetAddress local) {
    AcmeIdentifier wanted =
        hello
            .serverName()
            .<AcmeIdentifier>map(AcmeIdentifier.Name::new)
            .orElseGet(() -> new AcmeIdentifier.Address(local));
    return acme.identifiers().contains(wanted)
        ? "%s%s, from %s"
            .formatted(
                wanted,
                acme.group() ? ", in one certificate with all identifiers" : "",
                acme.directory())
        : "nothing for " + wanted;
  }

  private void explain(Chosen chosen, ClientHello hello, InetAddress local, Facts facts) {
    CertificatePair pair = chosen.pair();
    addFile(pair, "file", facts);
    facts.add("subject", pair.leaf().getSubjectX500Principal().toString());
    facts.add("names", names(pair));
    facts.add("valid", pair.notBefore() + " to " + pair.notAfter());
    facts.add("key", pair.isEcdsa() ? "ECDSA" : "RSA");
    facts.add("chosen", why(chosen.why(), hello, local));
    ClientHello old = new ClientHello(hello.serverName(), hello.alpn(), false, List.of(), false);
    Chosen other = choice.choose(old, local);
    if (other != null && !other.pair().equals(pair)) {
      addFile(other.pair(), "without ECDSA", facts);
    }
  }

  private void addFile(CertificatePair pair, String topic, Facts facts) {
    switch (settings.certificates()) {
      case CertificateSource.SelfSigned _ ->
          facts.add(topic, "none: self-signed, made in memory at start", BLOCK, "mode");
      case CertificateSource.Manual manual -> addFile(pair, manual.pairs(), topic, facts);
      case CertificateSource.Acme acme -> {
        if (pairs.indexOf(pair) < acme.pairs().size()) {
          addFile(pair, acme.pairs(), topic, facts);
        } else {
          facts.add(topic, "ACME, stored in " + acme.acme().storage(), BLOCK, "acme");
        }
      }
    }
  }

  private void addFile(
      CertificatePair pair, List<CertificateSource.Pair> named, String topic, Facts facts) {
    CertificateSource.Pair file = named.get(pairs.indexOf(pair));
    facts.add(topic, file.certificate().toString(), file.certificatePlace());
  }

  private static String names(CertificatePair pair) {
    return String.join(
        ", ",
        Stream.concat(
                pair.names().stream().map(Object::toString),
                pair.addresses().stream().map(NetUtil::toAddressString))
            .toList());
  }

  private static String why(CertificateChoice.Why why, ClientHello hello, InetAddress local) {
    return switch (why) {
      case NAME -> "it has the name";
      case WILDCARD -> "it has a wildcard for the name, and none has the name itself";
      case LOCAL_ADDRESS ->
          "no name was asked for, and it has the address " + NetUtil.toAddressString(local);
      case ONLY_WITH_ADDRESS ->
          "no name was asked for, no certificate has the address "
              + NetUtil.toAddressString(local)
              + ", and only this one has an address, or one of that family";
      case FIRST ->
          (hello.serverName().isPresent()
                  ? "no certificate has the name"
                  : "no name was asked for, and no certificate has the address "
                      + NetUtil.toAddressString(local))
              + ": it is the first";
    };
  }
}
