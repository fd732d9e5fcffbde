package sekisho.testing.acme;

import java.util.List;
import java.util.Optional;

/**
 * An account as an authority has it now.
 *
 * @param id the last part of its URL
 * @param thumbprint of its key
 * @param contacts as they came
 * @param externalAccount the key identifier that it is bound to
 * @param deactivated whether it was given up
 */
public record AccountFacts(
    String id,
    String thumbprint,
    List<String> contacts,
    Optional<String> externalAccount,
    boolean deactivated) {
  static AccountFacts of(Account account) {
    return new AccountFacts(
        account.id(),
        account.key().thumbprint(),
        account.contacts(),
        account.externalAccount(),
        account.deactivated());
  }
}
