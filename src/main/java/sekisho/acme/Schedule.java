package sekisho.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeSettings;

/** When something is to be done about one certificate. */
final class Schedule {
  /** Earlier than every other time. */
  static final Instant AT_ONCE = Instant.MIN;

  /** An authority that always says "now" gets a handful of orders a day, not thousands. */
  private static final Duration LEAST_AGE = Duration.ofHours(6);

  /** A clock is set back by less than this without anybody having been wrong about the day. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private Schedule() {}

  /** When it is due by itself, whatever has failed. */
  static Instant renewal(CertificatePair pair, CertificateState state) {
    X509Certificate leaf = pair.leaf();
    Instant planned =
        RenewalTime.of(
            leaf, Suggestions.about(leaf, state).map(CertificateState.Suggestion::window));
    Duration lifetime = Duration.between(pair.notBefore(), pair.notAfter());
    Duration least = lifetime.dividedBy(12);
    Instant earliest = pair.notBefore().plus(least.compareTo(LEAST_AGE) < 0 ? least : LEAST_AGE);
    return planned.isBefore(earliest) ? earliest : planned;
  }

  /**
   * When it is due, after what has failed; {@link #AT_ONCE} where there is nothing to wait for.
   *
   * @param pair what there is; empty: nothing
   * @param now what was put off for longer than ever is was so by a wrong clock
   */
  static Instant next(
      WantedCertificate wanted,
      AcmeSettings settings,
      Optional<CertificatePair> pair,
      CertificateState state,
      Instant now) {
    Instant due =
        pair.filter(stored ->
                IssuedChain.isFor(stored, wanted.identifiers())
                    && IssuedChain.isOf(stored, settings.keyType()))
            .map(stored -> renewal(stored, state))
            .orElse(AT_ONCE);
    Instant allowed =
        state
            .nextAttempt()
            .filter(at -> !at.isAfter(now.plus(BackOff.LONGEST_ASKED_FOR).plus(CLOCK_TOLERANCE)))
            .orElse(AT_ONCE);
    return due.isAfter(allowed) ? due : allowed;
  }
}
