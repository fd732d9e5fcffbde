package sekisho.config;

import java.net.InetAddress;
import java.util.Optional;
import sekisho.model.AcmeIdentifier;

/** What a certificate is asked for: a DNS name as people write it, or an IP address. */
final class AcmeIdentifierText {
  private AcmeIdentifierText() {}

  static Parsed<AcmeIdentifier> parse(String text) {
    Optional<InetAddress> address = IpLiteral.parse(text);
    if (address.isPresent()) {
      return Parsed.good(new AcmeIdentifier.Address(address.get()));
    }
    if (text.startsWith("[")) {
      return Parsed.bad("stands in brackets; an address is written without them");
    }
    if (text.startsWith("*.")) {
      return Parsed.bad("is a wildcard, which needs the challenge dns-01, and that is not there");
    }
    return ServerNameText.name(text).then(name -> Parsed.good(new AcmeIdentifier.Name(name)));
  }
}
