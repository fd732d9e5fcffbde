package sekisho.config;

import java.net.InetAddress;
import java.util.Optional;
import sekisho.config.Problem.Severity;
import sekisho.model.AcmeIdentifier;
import sekisho.model.ServerName;

/**
 * Why an authority that browsers trust will not certify an identifier: known before it is asked, so
 * that nobody waits for its refusal or spends what it allows in failed orders.
 *
 * @param severity an error where it is beyond doubt
 * @param reason says what is wrong after "X …"
 */
record Objection(Severity severity, String reason) {

  /** Empty: nothing speaks against it. */
  static Optional<Objection> to(AcmeIdentifier identifier) {
    return switch (identifier) {
      case AcmeIdentifier.Name(ServerName name) -> PublicNames.objection(name);
      case AcmeIdentifier.Address(InetAddress address) -> PublicAddresses.objection(address);
    };
  }

  static Optional<Objection> error(String reason) {
    return Optional.of(new Objection(Severity.ERROR, reason));
  }

  static Optional<Objection> warning(String reason) {
    return Optional.of(new Objection(Severity.WARNING, reason));
  }
}
