package sekisho.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import sekisho.model.PasswordHash;
import sekisho.model.UiSettings.Access;
import sekisho.model.UiSettings.User;

/**
 * Decides who comes in. Outlives reloads: sessions and what is known of guessing go on, and who is
 * admitted is what the configuration in force says. Thread-safe.
 */
final class Doorkeeper {
  private final Sessions sessions;
  private final LoginThrottle throttle;
  private final KnownBrowsers browsers = new KnownBrowsers();
  private volatile Admission admission;

  /**
   * @param access by the configuration
   * @param oneTime the token of {@link Access.OneTimeToken}; in force with it alone
   */
  record Admission(Access access, OneTimeToken oneTime) {}

  /**
   * What somebody offers to come in: a token, else a user's name and password.
   *
   * @param browser the cookie of {@link KnownBrowsers}
   */
  record Attempt(
      Optional<String> token,
      String user,
      String password,
      String address,
      Optional<String> browser) {
    /** Without its secrets. */
    @Override
    public String toString() {
      return "Attempt[" + address + "]";
    }
  }

  /** What came of it. */
  sealed interface Verdict {
    /**
     * @param session the id of a new one
     * @param browser a new cookie of {@link KnownBrowsers}
     */
    record In(String session, String browser) implements Verdict {
      @Override
      public String toString() {
        return "In";
      }
    }

    /**
     * @param why for people
     */
    record Out(String why) implements Verdict {}

    record Wait(Duration time) implements Verdict {}
  }

  Doorkeeper(LongSupplier nanoTime, Admission first) {
    this.sessions = new Sessions(nanoTime);
    this.throttle = new LoginThrottle(nanoTime);
    this.admission = first;
  }

  /** From now on these are admitted; sessions of others end. */
  void admit(Admission next) {
    admission = next;
    sessions.retain(next.access());
  }

  Access access() {
    return admission.access();
  }

  /** Whether an attempt may be made now; it is counted. Does not block. */
  Optional<Verdict.Wait> patience(Attempt attempt) {
    Optional<String> browser = browsers.browser(attempt.browser(), key(attempt));
    Duration wait = throttle.attempt(source(attempt, browser), key(attempt), browser.isPresent());
    return wait.isZero() ? Optional.empty() : Optional.of(new Verdict.Wait(wait));
  }

  /** Whether this user has come in before in this browser. */
  boolean isFromKnownBrowser(Attempt attempt) {
    return browsers.browser(attempt.browser(), key(attempt)).isPresent();
  }

  /** Looks at an attempt that {@link #patience} let pass. Slow. */
  Verdict login(Attempt attempt) {
    Optional<Identity> identity =
        attempt.token().isPresent() ? byToken(attempt.token().get()) : byPassword(attempt);
    if (identity.isEmpty()) {
      String why = attempt.token().isPresent() ? "wrong token" : "wrong user or password";
      Audit.refused(key(attempt), attempt.address(), why);
      return new Verdict.Out(why);
    }
    Optional<String> browser = browsers.browser(attempt.browser(), key(attempt));
    throttle.succeeded(source(attempt, browser), key(attempt));
    Audit.cameIn(identity.get(), attempt.address());
    return new Verdict.In(sessions.begin(identity.get()), browsers.cookie(key(attempt)));
  }

  private static String key(Attempt attempt) {
    return attempt.token().isPresent() ? "(token)" : attempt.user();
  }

  private static String source(Attempt attempt, Optional<String> browser) {
    return browser.map(known -> "browser " + known).orElseGet(() -> block(attempt.address()));
  }

  /** Who has one IPv6 address has 2^64 of them. */
  static String block(String address) {
    return Addresses.block(address);
  }

  private Optional<Identity> byPassword(Attempt attempt) {
    Optional<User> user =
        admission.access() instanceof Access.Configured configured
            ? configured.users().stream()
                .filter(known -> known.name().equals(attempt.user()))
                .findFirst()
            : Optional.empty();
    Optional<PasswordHash> hash = user.map(User::passwordHash);
    return Passwords.matches(hash, attempt.password())
        ? user.map(Identity.OfUser::new)
        : Optional.empty();
  }

  private Optional<Identity> byToken(String token) {
    Admission now = admission;
    return switch (now.access()) {
      case Access.OneTimeToken() ->
          now.oneTime().use(token) ? Optional.of(new Identity.OfOneTimeToken()) : Optional.empty();
      case Access.Configured _ -> byBearerToken(token);
    };
  }

  /** The token of programs. Fast. */
  Optional<Identity> byBearerToken(String token) {
    return admission.access() instanceof Access.Configured configured
            && configured.token().isPresent()
            && RandomSecrets.equal(configured.token().get(), token)
        ? Optional.of(new Identity.OfToken(RandomSecrets.fingerprint(token)))
        : Optional.empty();
  }

  /**
   * A wrong bearer token was sent. The right one passes at any time: who guesses at 16 random
   * characters is not worth slowing others down for, but is logged, and not at every try.
   */
  Optional<Verdict.Wait> wrongBearerToken(String address) {
    Duration wait = throttle.attempt(block(address), "(bearer)", true);
    if (wait.isZero()) {
      Audit.refused("(token)", address, "wrong bearer token");
      return Optional.empty();
    }
    return Optional.of(new Verdict.Wait(wait));
  }

  /** Who has the session. */
  Optional<Identity> bySession(String id) {
    // A reload may have been between the look at a password and the session's beginning.
    return sessions.use(id).filter(identity -> identity.isAdmittedBy(admission.access()));
  }

  /** Ends a session that another one takes the place of. */
  void forget(String id) {
    sessions.end(id);
  }

  void logout(String id, String address) {
    bySession(id).ifPresent(identity -> Audit.left(identity, address));
    sessions.end(id);
  }
}
