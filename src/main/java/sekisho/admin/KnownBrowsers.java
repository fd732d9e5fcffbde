package sekisho.admin;

import java.util.Optional;

/**
 * Tells browsers in which a user has come in before from all others, by a cookie of their own, so
 * that others' guessing keeps nobody out who comes back. It lets nobody in.
 *
 * <p>Nothing is remembered but a key that ends with the process.
 */
final class KnownBrowsers {
  private final String key = RandomSecrets.random();

  /** The value of a new cookie. */
  String cookie(String user) {
    String browser = RandomSecrets.random();
    return browser + "." + seal(browser, user);
  }

  /** The browser that a cookie was made for; empty: it was not made here, or not for this user. */
  Optional<String> browser(Optional<String> cookie, String user) {
    String[] parts = cookie.orElse("").split("\\.", -1);
    return parts.length == 2 && RandomSecrets.equal(seal(parts[0], user), parts[1])
        ? Optional.of(parts[0])
        : Optional.empty();
  }

  private String seal(String browser, String user) {
    // The key and the browser are of a known length, and the whole goes through the hash twice.
    return RandomSecrets.fingerprint(key + RandomSecrets.fingerprint(key + browser + user));
  }
}
