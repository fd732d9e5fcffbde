package sekisho.certificate;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import sekisho.model.ServerNamePattern;

/**
 * For whom a certificate is: the DNS names and IP addresses of its subjectAltName (RFC 5280
 * §4.2.1.6), or its common name when it has none.
 *
 * <p>What could never match a server name (a wildcard inside a label, a space) is left out.
 */
final class SubjectNames {
  private static final int TYPE_DNS_NAME = 2;
  private static final int TYPE_IP_ADDRESS = 7;

  private final Set<ServerNamePattern> names = new LinkedHashSet<>();
  private final Set<InetAddress> addresses = new LinkedHashSet<>();

  SubjectNames(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        add((int) alternative.get(0), alternative.get(1));
      }
    }
    if (names.isEmpty() && addresses.isEmpty()) {
      // Clients ignore it (RFC 9110 §4.3.4), but old private certificates have nothing else.
      addCommonName(certificate);
    }
  }

  List<ServerNamePattern> names() {
    return List.copyOf(names);
  }

  List<InetAddress> addresses() {
    return List.copyOf(addresses);
  }

  private void add(int type, Object value) {
    switch (type) {
      case TYPE_DNS_NAME -> addName((String) value);
      case TYPE_IP_ADDRESS -> addAddress((String) value);
      default -> {} // mail addresses, URIs: nothing that a TLS client asks for
    }
  }

  private void addCommonName(X509Certificate certificate) {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
      String name = IETFUtils.valueToString(rdn.getFirst().getValue());
      addName(name);
      addAddress(name);
    }
  }

  private void addName(String name) {
    try {
      names.add(ServerNamePattern.parse(name));
    } catch (IllegalArgumentException e) {
      // Never asked for: a hello with such a name is malformed.
    }
  }

  private void addAddress(String literal) {
    try {
      addresses.add(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      // A common name, as a rule.
    }
  }
}
