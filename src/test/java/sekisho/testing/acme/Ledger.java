package sekisho.testing.acme;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that an authority keeps. Guarded by itself: whoever uses it holds its monitor. */
final class Ledger {
  private final Tokens tokens = new Tokens();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final Map<String, Authorization> authorizations = new LinkedHashMap<>();
  private final Map<String, Order> orders = new LinkedHashMap<>();

  Tokens tokens() {
    return tokens;
  }

  /** Adds it, or what became of it. */
  void keep(Account account) {
    accounts.put(account.id(), account);
  }

  void keep(Authorization authorization) {
    authorizations.put(authorization.id(), authorization);
  }

  void keep(Order order) {
    orders.put(order.id(), order);
  }

  Optional<Account> account(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  Optional<Account> accountOf(Jwk key) {
    return accounts.values().stream()
        .filter(account -> account.key().thumbprint().equals(key.thumbprint()))
        .findFirst();
  }

  List<Account> accounts() {
    return List.copyOf(accounts.values());
  }

  void forgetAccounts() {
    accounts.clear();
  }

  Authorization authorization(String id) {
    return Optional.ofNullable(authorizations.get(id))
        .orElseThrow(() -> Problem.notFound("authorization").refusal());
  }

  /** The authorization that a challenge is of. */
  Authorization authorizationWith(String challengeId) {
    return authorizations.values().stream()
        .filter(authorization -> authorization.challenge(challengeId).isPresent())
        .findFirst()
        .orElseThrow(() -> Problem.notFound("challenge").refusal());
  }

  /** One that an account has for an identifier already. */
  Optional<Authorization> valid(Account account, Identifier identifier, Instant now) {
    return authorizations.values().stream()
        .filter(a -> a.account().id().equals(account.id()))
        .filter(a -> a.identifier().equals(identifier) && a.isValid(now))
        .findFirst();
  }

  Order order(String id) {
    return Optional.ofNullable(orders.get(id))
        .orElseThrow(() -> Problem.notFound("order").refusal());
  }

  List<Order> orders() {
    return new ArrayList<>(orders.values());
  }

  /** The order that ended with a certificate. */
  Optional<Order> orderOf(String certificateId) {
    return orders.values().stream()
        .filter(order -> order.certificate().filter(c -> c.id().equals(certificateId)).isPresent())
        .findFirst();
  }

  /** Whether another order that has not failed replaces a certificate (RFC 9773 §5). */
  boolean isReplaced(String certificateId, Instant now) {
    return orders.values().stream()
        .filter(order -> order.wish().replaces().filter(certificateId::equals).isPresent())
        .anyMatch(order -> !order.status(now).equals("invalid"));
  }
}
