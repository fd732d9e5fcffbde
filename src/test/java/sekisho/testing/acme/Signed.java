package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A request whose signature and nonce are good.
 *
 * @param jws what was signed
 * @param key who signed
 * @param account whose key that is; empty for a new account alone
 */
record Signed(Jws jws, Jwk key, Optional<Account> account) {
  ObjectNode json() {
    return Json.read(jws.payload());
  }

  Account owner() {
    return account.orElseThrow();
  }

  boolean isPostAsGet() {
    return jws.isPostAsGet();
  }

  /** RFC 8555 §6.3. */
  void mustBePostAsGet() {
    if (!isPostAsGet()) {
      throw Problem.malformed("this is asked for with an empty payload").refusal();
    }
  }

  /** Refuses everybody but {@code holder}. */
  void mustComeFrom(Account holder) {
    if (!owner().id().equals(holder.id())) {
      throw Problem.unauthorized("it belongs to another account").refusal();
    }
  }
}
