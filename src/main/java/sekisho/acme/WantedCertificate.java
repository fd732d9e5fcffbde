package sekisho.acme;

import java.util.List;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;

/**
 * A certificate that the configuration asks for.
 *
 * @param name what people and the storage call it: its identifier, or {@value #GROUP}
 * @param identifiers what it is for; never empty
 */
record WantedCertificate(String name, List<AcmeIdentifier> identifiers) {
  /** No identifier is called so. */
  static final String GROUP = "_group";

  WantedCertificate {
    identifiers = List.copyOf(identifiers);
  }

  /** All that a configuration asks for, in its order. */
  static List<WantedCertificate> of(AcmeSettings settings) {
    return settings.group()
        ? List.of(new WantedCertificate(GROUP, settings.identifiers()))
        : settings.identifiers().stream()
            .map(identifier -> new WantedCertificate(identifier.text(), List.of(identifier)))
            .toList();
  }

  /** The identifiers as an order has them. */
  List<String> texts() {
    return identifiers.stream().map(AcmeIdentifier::text).toList();
  }

  /** Whether an address is among them. */
  boolean hasAddress() {
    return identifiers.stream().anyMatch(AcmeIdentifier.Address.class::isInstance);
  }
}
