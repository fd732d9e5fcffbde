package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether an account controls an identifier (RFC 8555 §7.1.4). Guarded by the ledger. */
final class Authorization {
  private final String id;
  private final Account account;
  private final Identifier identifier;
  private final List<Challenge> challenges;
  private final Instant expires;
  private boolean deactivated;

  Authorization(
      String id,
      Account account,
      Identifier identifier,
      List<Challenge> challenges,
      Instant expires) {
    this.id = id;
    this.account = account;
    this.identifier = identifier;
    this.challenges = List.copyOf(challenges);
    this.expires = expires;
  }

  String id() {
    return id;
  }

  Account account() {
    return account;
  }

  Identifier identifier() {
    return identifier;
  }

  Optional<Challenge> challenge(String challengeId) {
    return challenges.stream().filter(c -> c.id().equals(challengeId)).findFirst();
  }

  void deactivate() {
    deactivated = true;
  }

  void look() {
    challenges.forEach(Challenge::look);
  }

  /** RFC 8555 §7.1.6: one challenge decides. */
  String status() {
    List<String> each = challenges.stream().map(Challenge::status).toList();
    if (deactivated) {
      return "deactivated";
    }
    return each.contains("invalid") ? "invalid" : each.contains("valid") ? "valid" : "pending";
  }

  boolean isBeingValidated() {
    return challenges.stream().anyMatch(challenge -> challenge.status().equals("processing"));
  }

  boolean isValid(Instant now) {
    return status().equals("valid") && now.isBefore(expires);
  }

  /** Why control was not shown. */
  Optional<Problem> problem() {
    return challenges.stream().flatMap(challenge -> challenge.problem().stream()).findFirst();
  }

  ObjectNode json(Links links) {
    ObjectNode json = Json.object().put("status", status()).put("expires", expires.toString());
    json.set(
        "identifier",
        Json.object().put("type", identifier.type()).put("value", identifier.value()));
    json.set("challenges", Json.objects(challenges.stream().map(c -> c.json(links))));
    return json;
  }
}
