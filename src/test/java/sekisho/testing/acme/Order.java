package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An order for a certificate (RFC 8555 §7.1.3). Guarded by the ledger. */
final class Order {
  private final String id;
  private final Account account;
  private final Wish wish;
  private final List<Authorization> authorizations;
  private final Instant expires;
  private Optional<IssuedCertificate> certificate = Optional.empty();
  private Optional<Problem> error = Optional.empty();
  private int looksWithheld;

  /**
   * What was asked for.
   *
   * @param identifiers in the order's order
   * @param profile the one asked for (draft-ietf-acme-profiles)
   * @param replaces the certificate that will not be needed any more (RFC 9773 §5)
   */
  record Wish(List<Identifier> identifiers, Optional<String> profile, Optional<String> replaces) {}

  Order(
      String id, Account account, Wish wish, List<Authorization> authorizations, Instant expires) {
    this.id = id;
    this.account = account;
    this.wish = wish;
    this.authorizations = List.copyOf(authorizations);
    this.expires = expires;
  }

  String id() {
    return id;
  }

  Account account() {
    return account;
  }

  Wish wish() {
    return wish;
  }

  Optional<IssuedCertificate> certificate() {
    return certificate;
  }

  /**
   * @param looks how often it still says {@code processing}
   */
  void complete(IssuedCertificate issued, int looks) {
    certificate = Optional.of(issued);
    looksWithheld = looks;
  }

  void fail(Problem problem) {
    error = Optional.of(problem);
  }

  void look() {
    if (looksWithheld > 0) {
      looksWithheld--;
    }
  }

  /** RFC 8555 §7.1.6. */
  String status(Instant now) {
    if (problem().isPresent()) {
      return "invalid";
    }
    if (certificate.isPresent()) {
      return looksWithheld > 0 ? "processing" : "valid";
    }
    List<String> each = authorizations.stream().map(Authorization::status).toList();
    if (now.isAfter(expires) || each.contains("deactivated")) {
      return "invalid";
    }
    return each.stream().allMatch("valid"::equals) ? "ready" : "pending";
  }

  private Optional<Problem> problem() {
    return error.or(() -> authorizations.stream().flatMap(a -> a.problem().stream()).findFirst());
  }

  ObjectNode json(Links links, Instant now) {
    ObjectNode json = Json.object().put("status", status(now)).put("expires", expires.toString());
    json.set(
        "identifiers",
        Json.objects(
            wish.identifiers().stream()
                .map(i -> Json.object().put("type", i.type()).put("value", i.value()))));
    json.set(
        "authorizations",
        Json.texts(authorizations.stream().map(a -> links.to(Resource.AUTHORIZATION, a.id()))));
    json.put("finalize", links.to(Resource.FINALIZE, id));
    wish.profile().ifPresent(profile -> json.put("profile", profile));
    wish.replaces().ifPresent(replaced -> json.put("replaces", replaced));
    problem().ifPresent(problem -> json.set("error", problem.json()));
    if (status(now).equals("valid")) {
      json.put("certificate", links.to(Resource.CERTIFICATE, id));
    }
    return json;
  }
}
