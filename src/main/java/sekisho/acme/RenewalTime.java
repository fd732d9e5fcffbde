package sekisho.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * When a certificate is to be renewed.
 *
 * <p>The same for the same certificate, however often it is asked and whoever restarts: what is
 * random in it comes from the certificate's serial number.
 */
final class RenewalTime {
  private static final Duration SHORT_LIFETIME = Duration.ofDays(10);

  /** Of the lifetime: many servers that were set up at once do not come back at once. */
  private static final double JITTER = 1 / 30.0;

  private RenewalTime() {}

  /**
   * At two thirds of the lifetime, at half of a short one, a little earlier at random; or at a
   * random moment of the window that the authority suggests (RFC 9773 §4.2). A sixth of the
   * lifetime is left in any case.
   */
  static Instant of(X509Certificate certificate, Optional<SuggestedWindow> suggested) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    Duration lifetime = Duration.between(begin, end);
    double random = new SplittableRandom(certificate.getSerialNumber().longValue()).nextDouble();
    Instant planned =
        suggested.map(window -> window.at(random)).orElseGet(() -> own(begin, lifetime, random));
    Instant latest = end.minus(lifetime.dividedBy(6));
    return planned.isBefore(latest) ? planned : latest;
  }

  private static Instant own(Instant begin, Duration lifetime, double random) {
    double part = lifetime.compareTo(SHORT_LIFETIME) < 0 ? 1 / 2.0 : 2 / 3.0;
    return begin.plusMillis((long) (lifetime.toMillis() * (part - JITTER * random)));
  }

  /** When the authority would like it, not ending before it begins. */
  record SuggestedWindow(Instant start, Instant end) {
    SuggestedWindow {
      if (end.isBefore(start)) {
        throw new IllegalArgumentException("a window ends before it begins: " + start + ", " + end);
      }
    }

    private Instant at(double part) {
      return start.plusMillis((long) (Duration.between(start, end).toMillis() * part));
    }
  }
}
