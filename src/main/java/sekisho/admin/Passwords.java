package sekisho.admin;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import sekisho.model.PasswordHash;

/**
 * Makes hashes of passwords, and compares: PBKDF2 with HMAC-SHA-512. Slow on purpose, a tenth of a
 * second and more of one core: never on an event loop.
 */
public final class Passwords {
  /** Longer is an accident or an attack. */
  public static final int MAX_CHARACTERS = 1024;

  /** OWASP's advice for PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet). */
  private static final int ITERATIONS = 210_000;

  private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int BITS_PER_BYTE = 8;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of no password: what is compared for users that there are not takes as long as for others. */
  private static final PasswordHash OF_NOBODY =
      PasswordHash.of(ITERATIONS, new byte[SALT_BYTES], new byte[KEY_BYTES]);

  private Passwords() {}

  /** With a new salt. */
  public static PasswordHash hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return PasswordHash.of(ITERATIONS, salt, derive(password, salt, ITERATIONS, KEY_BYTES));
  }

  /**
   * Whether it is the password.
   *
   * @param hash empty: of a user that there is not, which takes its time and is false
   */
  static boolean matches(Optional<PasswordHash> hash, String password) {
    PasswordHash compared = hash.orElse(OF_NOBODY);
    byte[] key = compared.key();
    byte[] derived = derive(password, compared.salt(), compared.iterations(), key.length);
    // The derivation and the comparison come first, whether or not there is a user.
    return MessageDigest.isEqual(key, derived) && hash.isPresent();
  }

  private static byte[] derive(String password, byte[] salt, int iterations, int keyBytes) {
    // What looks the same is the same, whatever the keyboard sent.
    char[] characters = Normalizer.normalize(password, Normalizer.Form.NFC).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, keyBytes * BITS_PER_BYTE);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }
}
