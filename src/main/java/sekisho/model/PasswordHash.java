package sekisho.model;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of a password: {@code $pbkdf2-sha512$i=ITERATIONS$SALT$KEY}, the PHC string format
 * of PBKDF2 with HMAC-SHA-512 (RFC 8018 §5.2), in base64 without padding. Deriving a key and
 * comparing it is done elsewhere.
 */
public final class PasswordHash {
  /** Half of what is made today; what is cheaper to guess than that is not taken. */
  public static final int MIN_ITERATIONS = 100_000;

  /** Some seconds of one core. */
  public static final int MAX_ITERATIONS = 10_000_000;

  /** NIST SP 800-132 §5.1: 128 bits of salt. */
  private static final int MIN_SALT_BYTES = 16;

  private static final int MIN_KEY_BYTES = 32;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$pbkdf2-sha512\\$i=([1-9][0-9]{0,7})\\$([A-Za-z0-9+/]{1,128})\\$([A-Za-z0-9+/]{1,128})");

  private final String text;
  private final int iterations;
  private final byte[] salt;
  private final byte[] key;

  private PasswordHash(String text, int iterations, byte[] salt, byte[] key) {
    this.text = text;
    this.iterations = iterations;
    this.salt = salt;
    this.key = key;
  }

  /** Of its parts, within the bounds. */
  public static PasswordHash of(int iterations, byte[] salt, byte[] key) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    String text =
        "$pbkdf2-sha512$i=%d$%s$%s"
            .formatted(iterations, base64.encodeToString(salt), base64.encodeToString(key));
    return parse(text).orElseThrow(() -> new IllegalArgumentException("out of bounds"));
  }

  /** Empty: it is none, or one that is too weak. */
  public static Optional<PasswordHash> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int iterations = Integer.parseInt(matcher.group(1));
    Optional<byte[]> salt = decoded(matcher.group(2));
    Optional<byte[]> key = decoded(matcher.group(3));
    return iterations >= MIN_ITERATIONS
            && iterations <= MAX_ITERATIONS
            && salt.filter(bytes -> bytes.length >= MIN_SALT_BYTES).isPresent()
            && key.filter(bytes -> bytes.length >= MIN_KEY_BYTES).isPresent()
        ? Optional.of(new PasswordHash(text, iterations, salt.get(), key.get()))
        : Optional.empty();
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  public int iterations() {
    return iterations;
  }

  public byte[] salt() {
    return salt.clone();
  }

  public byte[] key() {
    return key.clone();
  }

  /** As it is written in the configuration: a secret. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash hash && hash.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Whoever prints a hash lets others guess at the password. */
  @Override
  public String toString() {
    return "PasswordHash";
  }
}
