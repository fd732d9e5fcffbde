package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Brings a request to the desk it is for. One request after the other: it holds the ledger. */
final class Desks {
  private final Ledger ledger;
  private final Links links;
  private final Offer offer;
  private final Notary notary;
  private final AccountDesk accounts;
  private final OrderDesk orders;
  private final ChallengeDesk challenges;
  private final CertificateDesk certificates;

  Desks(
      Ledger ledger,
      Links links,
      Offer offer,
      Notary notary,
      AccountDesk accounts,
      OrderDesk orders,
      ChallengeDesk challenges,
      CertificateDesk certificates) {
    this.ledger = ledger;
    this.links = links;
    this.offer = offer;
    this.notary = notary;
    this.accounts = accounts;
    this.orders = orders;
    this.challenges = challenges;
    this.certificates = certificates;
  }

  Reply answer(Resource resource, String method, String path, Optional<String> type, byte[] body) {
    synchronized (ledger) {
      try {
        return resource.isPublic()
            ? open(resource, method, path)
            : withNonce(signed(resource, method, path, type, body));
      } catch (RefusedException e) {
        return withNonce(Reply.problem(e.problem()));
      }
    }
  }

  /** RFC 8555 §6.5: every answer to a POST has a new nonce, a refusal too. */
  Reply withNonce(Reply reply) {
    synchronized (ledger) {
      return reply
          .with("Replay-Nonce", ledger.tokens().nonce())
          .with("Link", "<" + links.to(Resource.DIRECTORY) + ">;rel=\"index\"");
    }
  }

  private Reply open(Resource resource, String method, String path) {
    if (!List.of("GET", "HEAD").contains(method)) {
      throw Problem.of("malformed", 405, "this is for GET").refusal();
    }
    return switch (resource) {
      case DIRECTORY -> Reply.json(200, directory());
      // RFC 8555 §7.2: 204 to GET, 200 to HEAD.
      case NEW_NONCE ->
          withNonce(
              new Reply(method.equals("GET") ? 204 : 200, "text/plain", new byte[0], List.of()));
      case RENEWAL_INFO -> certificates.renewalInfo(resource.id(path));
      default -> throw new IllegalArgumentException(path);
    };
  }

  private Reply signed(
      Resource resource, String method, String path, Optional<String> type, byte[] body) {
    if (resource == Resource.NOTHING) {
      throw Problem.notFound("resource").refusal();
    }
    if (!method.equals("POST")) {
      throw Problem.of("malformed", 405, "this is for POST").refusal();
    }
    if (type.filter("application/jose+json"::equals).isEmpty()) {
      throw Problem.of("malformed", 415, "RFC 8555 §6.2: application/jose+json").refusal();
    }
    Signed signed = notary.check(resource, path, body);
    String id = resource.id(path);
    return switch (resource) {
      case NEW_ACCOUNT -> accounts.create(signed);
      case ACCOUNT -> accounts.account(id, signed);
      case NEW_ORDER -> orders.create(signed);
      case ORDER -> orders.order(id, signed);
      case FINALIZE -> certificates.complete(id, signed);
      case AUTHORIZATION -> challenges.authorization(id, signed);
      case CHALLENGE -> challenges.challenge(id, signed);
      case CERTIFICATE -> certificates.certificate(id, signed);
      case DIRECTORY, NEW_NONCE, RENEWAL_INFO, NOTHING -> throw new IllegalArgumentException(path);
    };
  }

  private ObjectNode directory() {
    ObjectNode directory =
        Json.object()
            .put("newNonce", links.to(Resource.NEW_NONCE))
            .put("newAccount", links.to(Resource.NEW_ACCOUNT))
            .put("newOrder", links.to(Resource.NEW_ORDER));
    if (offer.renewalInfo()) {
      directory.put("renewalInfo", links.to(Resource.RENEWAL_INFO));
    }
    ObjectNode meta = Json.object().put("termsOfService", links.base() + "/terms");
    meta.put("externalAccountRequired", !offer.externalAccounts().isEmpty());
    if (!offer.profiles().isEmpty()) {
      ObjectNode profiles = Json.object();
      offer.profiles().forEach((name, profile) -> profiles.put(name, profile.description()));
      meta.set("profiles", profiles);
    }
    directory.set("meta", meta);
    return directory;
  }
}
