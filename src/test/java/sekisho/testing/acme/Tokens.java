package sekisho.testing.acme;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * What nobody can guess: nonces (RFC 8555 §6.5), tokens of challenges (§8.1, at least 128 bits) and
 * names of resources. Not for more than one thread at a time.
 */
final class Tokens {
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Set<String> nonces = new HashSet<>();

  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Json.base64Url(bytes);
  }

  String nonce() {
    String nonce = next();
    nonces.add(nonce);
    return nonce;
  }

  /** Whether it is one of ours; it is none after that. */
  boolean spend(String nonce) {
    return nonces.remove(nonce);
  }
}
