package sekisho.acme;

import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import sekisho.model.AcmeIdentifier;

/** Identifiers as a subjectAltName has them (RFC 5280 §4.2.1.6). */
final class AlternativeName {
  private AlternativeName() {}

  static GeneralName of(AcmeIdentifier identifier) {
    return switch (identifier) {
      case AcmeIdentifier.Name(var name) -> new GeneralName(GeneralName.dNSName, name.text());
      case AcmeIdentifier.Address(var address) ->
          new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()));
    };
  }

  static GeneralName[] of(List<AcmeIdentifier> identifiers) {
    return identifiers.stream().map(AlternativeName::of).toArray(GeneralName[]::new);
  }
}
