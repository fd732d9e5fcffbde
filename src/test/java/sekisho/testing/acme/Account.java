package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * An account (RFC 8555 §7.1.2).
 *
 * @param id the last part of its URL
 * @param key who signs for it
 * @param contacts as they came
 * @param externalAccount the key identifier that it is bound to
 * @param deactivated whether it was given up
 */
record Account(
    String id,
    Jwk key,
    List<String> contacts,
    Optional<String> externalAccount,
    boolean deactivated) {

  Account withContacts(List<String> others) {
    return new Account(id, key, List.copyOf(others), externalAccount, deactivated);
  }

  Account givenUp() {
    return new Account(id, key, contacts, externalAccount, true);
  }

  ObjectNode json(Links links) {
    ObjectNode json = Json.object().put("status", deactivated ? "deactivated" : "valid");
    json.set("contact", Json.texts(contacts.stream()));
    json.put("termsOfServiceAgreed", true);
    return json.put("orders", links.to(Resource.ACCOUNT, id) + "/orders");
  }
}
