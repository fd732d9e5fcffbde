package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Orders: new ones, and how far they are (RFC 8555 §7.4, RFC 9773 §5, the profiles draft). */
final class OrderDesk {
  private static final Duration AUTHORIZATION_LIFETIME = Duration.ofDays(7);

  private final Ledger ledger;
  private final Links links;
  private final Offer offer;
  private final Conduct conduct;

  OrderDesk(Ledger ledger, Links links, Offer offer, Conduct conduct) {
    this.ledger = ledger;
    this.links = links;
    this.offer = offer;
    this.conduct = conduct;
  }

  Reply create(Signed signed) {
    Account account = signed.owner();
    Order.Wish wish = wish(signed.json());
    wish.replaces().ifPresent(replaced -> checkReplaced(replaced, wish, account));
    List<Authorization> authorizations =
        wish.identifiers().stream().map(each -> authorization(account, each)).toList();
    Order order =
        new Order(
            ledger.tokens().next(),
            account,
            wish,
            authorizations,
            offer.clock().instant().plus(AUTHORIZATION_LIFETIME));
    ledger.keep(order);
    return shown(201, order);
  }

  private Order.Wish wish(ObjectNode asked) {
    List<Identifier> identifiers =
        StreamSupport.stream(asked.path("identifiers").spliterator(), false)
            .map(Identifier::ordered)
            .toList();
    if (identifiers.isEmpty() || identifiers.stream().distinct().count() < identifiers.size()) {
      throw Problem.malformed("an order is for some identifiers, each once").refusal();
    }
    Optional<String> profile =
        asked.has("profile") ? Optional.of(Json.text(asked, "profile")) : offer.defaultProfile();
    profile.ifPresent(name -> checkProfile(name, identifiers));
    Optional<String> replaces =
        asked.has("replaces") ? Optional.of(Json.text(asked, "replaces")) : Optional.empty();
    return new Order.Wish(identifiers, profile, replaces);
  }

  private void checkProfile(String name, List<Identifier> identifiers) {
    Profile profile = offer.profiles().get(name);
    if (profile == null) {
      throw Problem.of("invalidProfile", 400, "no profile \"" + name + "\"").refusal();
    }
    if (!profile.forAddresses() && identifiers.stream().anyMatch(Identifier::isAddress)) {
      throw Problem.of("rejectedIdentifier", 400, "profile \"" + name + "\" has no IP addresses")
          .refusal();
    }
  }

  private void checkReplaced(String certificate, Order.Wish wish, Account account) {
    Order before =
        ledger
            .orderOf(certificate)
            .orElseThrow(() -> Problem.malformed("no certificate " + certificate).refusal());
    boolean related =
        before.account().id().equals(account.id())
            && before.wish().identifiers().stream().anyMatch(wish.identifiers()::contains);
    if (!related) {
      throw Problem.unauthorized("it replaces what has nothing to do with it").refusal();
    }
    if (ledger.isReplaced(certificate, offer.clock().instant())) {
      throw Problem.of("alreadyReplaced", 409, certificate + " is replaced already").refusal();
    }
  }

  private Authorization authorization(Account account, Identifier identifier) {
    Instant now = offer.clock().instant();
    return Optional.of(conduct)
        .filter(Conduct::reusingAuthorizations)
        .flatMap(_ -> ledger.valid(account, identifier, now))
        .orElseGet(() -> newAuthorization(account, identifier, now));
  }

  private Authorization newAuthorization(Account account, Identifier identifier, Instant now) {
    Tokens tokens = ledger.tokens();
    List<Challenge> challenges =
        Stream.of("http-01", "dns-01", "tls-alpn-01")
            // RFC 8738 §7: not for addresses.
            .filter(type -> !identifier.isAddress() || !type.equals("dns-01"))
            .map(type -> new Challenge(tokens.next(), type, tokens.next()))
            .toList();
    Authorization authorization =
        new Authorization(
            tokens.next(), account, identifier, challenges, now.plus(AUTHORIZATION_LIFETIME));
    ledger.keep(authorization);
    return authorization;
  }

  Reply order(String id, Signed signed) {
    Order order = ledger.order(id);
    signed.mustComeFrom(order.account());
    signed.mustBePostAsGet();
    order.look();
    return shown(200, order);
  }

  Reply shown(int status, Order order) {
    Instant now = offer.clock().instant();
    Reply reply =
        Reply.json(status, order.json(links, now))
            .with("Location", links.to(Resource.ORDER, order.id()));
    boolean unfinished = List.of("pending", "processing").contains(order.status(now));
    return status == 200 && unfinished ? reply.retryAfter(conduct.pollAfter()) : reply;
  }
}
