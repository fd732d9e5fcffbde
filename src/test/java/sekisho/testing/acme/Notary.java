package sekisho.testing.acme;

import java.util.Optional;

/** Says who has signed a request, and that it is not an old one (RFC 8555 §6.2 to §6.5). */
final class Notary {
  private final Ledger ledger;
  private final Links links;
  private final Faults faults;

  Notary(Ledger ledger, Links links, Faults faults) {
    this.ledger = ledger;
    this.links = links;
    this.faults = faults;
  }

  Signed check(Resource resource, String path, byte[] body) {
    Jws jws = Jws.read(Json.read(body));
    // RFC 8555 §6.2: the key itself where there is no account yet, else the account.
    boolean keyWanted = resource == Resource.NEW_ACCOUNT;
    if (jws.key().isPresent() != keyWanted || jws.keyId().isPresent() == keyWanted) {
      throw Problem.malformed("this wants " + (keyWanted ? "jwk" : "kid") + " and nothing else")
          .refusal();
    }
    Signed signed = signed(jws);
    jws.mustBeSignedBy(signed.key().key());
    if (!jws.url().equals(links.base() + path)) {
      throw Problem.unauthorized("the signed url is " + jws.url()).refusal();
    }
    checkNonce(jws);
    if (signed.account().filter(Account::deactivated).isPresent()) {
      throw Problem.unauthorized("the account is deactivated").refusal();
    }
    return signed;
  }

  private Signed signed(Jws jws) {
    if (jws.key().isPresent()) {
      Jwk key = jws.key().get();
      return new Signed(jws, key, ledger.accountOf(key));
    }
    String url = jws.keyId().orElseThrow();
    String prefix = links.to(Resource.ACCOUNT);
    Account account =
        ledger
            .account(url.startsWith(prefix) ? url.substring(prefix.length()) : "")
            .orElseThrow(
                () -> Problem.of("accountDoesNotExist", 400, "no account " + url).refusal());
    return new Signed(jws, account.key(), Optional.of(account));
  }

  private void checkNonce(Jws jws) {
    boolean known = jws.nonce().map(nonce -> ledger.tokens().spend(nonce)).orElse(false);
    if (!known || faults.refuseNonce()) {
      throw Problem.of("badNonce", 400, "the nonce is not good (any more)").refusal();
    }
  }
}
