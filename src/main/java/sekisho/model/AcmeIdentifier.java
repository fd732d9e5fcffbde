package sekisho.model;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What a certificate is asked for: a DNS name or an IP address (RFC 8555 §9.7.7, RFC 8738 §3). */
public sealed interface AcmeIdentifier {

  /** A DNS name, which is no wildcard. */
  record Name(ServerName name) implements AcmeIdentifier {
    @Override
    public String text() {
      return name.text();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** An IP address. */
  record Address(InetAddress address) implements AcmeIdentifier {
    @Override
    public String text() {
      return address instanceof Inet6Address v6
          ? CanonicalAddress.of(v6)
          : address.getHostAddress();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** As it is written in an order: a name in lower case, an address as RFC 5952 §4 has it. */
  String text();
}
