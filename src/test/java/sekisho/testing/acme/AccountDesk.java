package sekisho.testing.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Accounts: new, found again, changed (RFC 8555 §7.3). No change of keys. */
final class AccountDesk {
  private final Ledger ledger;
  private final Links links;
  private final Offer offer;

  AccountDesk(Ledger ledger, Links links, Offer offer) {
    this.ledger = ledger;
    this.links = links;
    this.offer = offer;
  }

  Reply create(Signed signed) {
    if (signed.account().isPresent()) {
      return shown(200, signed.account().get());
    }
    ObjectNode asked = signed.json();
    if (asked.path("onlyReturnExisting").asBoolean()) {
      throw Problem.of("accountDoesNotExist", 400, "no account has this key").refusal();
    }
    if (!asked.path("termsOfServiceAgreed").asBoolean()) {
      throw Problem.malformed("the terms of service have to be agreed to").refusal();
    }
    Account account =
        new Account(
            ledger.tokens().next(), signed.key(), contacts(asked), externalAccount(signed), false);
    ledger.keep(account);
    return shown(201, account);
  }

  private static List<String> contacts(ObjectNode asked) {
    List<String> contacts =
        StreamSupport.stream(asked.path("contact").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    // RFC 8555 §7.3: a kind of contact that the authority does not know.
    if (contacts.stream().anyMatch(contact -> !contact.startsWith("mailto:"))) {
      throw Problem.of("unsupportedContact", 400, "contacts are mailto: here").refusal();
    }
    return contacts;
  }

  /** RFC 8555 §7.3.4. */
  private Optional<String> externalAccount(Signed signed) {
    if (offer.externalAccounts().isEmpty()) {
      return Optional.empty();
    }
    if (!(signed.json().path("externalAccountBinding") instanceof ObjectNode binding)) {
      throw Problem.of("externalAccountRequired", 403, "who are you?").refusal();
    }
    Jws inner = Jws.read(binding);
    byte[] secret = offer.externalAccounts().get(inner.keyId().orElse(""));
    if (secret == null || !inner.isAuthenticatedBy(secret)) {
      throw Problem.unauthorized("the external account is not known, or its MAC is wrong")
          .refusal();
    }
    boolean sameKey =
        Jwk.read(Json.read(inner.payload())).thumbprint().equals(signed.key().thumbprint());
    if (!sameKey || inner.nonce().isPresent() || !inner.url().equals(signed.jws().url())) {
      throw Problem.malformed("the binding is for another request").refusal();
    }
    return inner.keyId();
  }

  Reply account(String id, Signed signed) {
    Account account = ledger.account(id).orElseThrow(() -> Problem.notFound("account").refusal());
    signed.mustComeFrom(account);
    return shown(200, signed.isPostAsGet() ? account : changed(account, signed.json()));
  }

  private Account changed(Account account, ObjectNode changes) {
    Account moved = changes.has("contact") ? account.withContacts(contacts(changes)) : account;
    Account changed =
        changes.path("status").asText().equals("deactivated") ? moved.givenUp() : moved;
    ledger.keep(changed);
    return changed;
  }

  private Reply shown(int status, Account account) {
    return Reply.json(status, account.json(links))
        .with("Location", links.to(Resource.ACCOUNT, account.id()));
  }
}
