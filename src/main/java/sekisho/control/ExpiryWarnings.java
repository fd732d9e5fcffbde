package sekisho.control;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import sekisho.certificate.CertificatePair;

/** Says of each certificate that expires soon, or has expired, that it does: once a day. */
final class ExpiryWarnings {
  private static final Logger LOG = Logger.getLogger(ExpiryWarnings.class);
  private static final Duration INTERVAL = Duration.ofDays(1);

  private final Clock clock;
  private final Map<X509Certificate, Instant> said = new HashMap<>();

  /**
   * @param told of which it has just been said, where there was something to say
   */
  ExpiryWarnings(Clock clock, List<CertificatePair> told) {
    this.clock = clock;
    told.forEach(pair -> said.put(pair.leaf(), clock.instant()));
  }

  /**
   * @param pairs that are in use now; others are forgotten
   */
  void look(List<CertificatePair> pairs) {
    said.keySet().retainAll(pairs.stream().map(CertificatePair::leaf).toList());
    Instant now = clock.instant();
    for (CertificatePair pair : pairs) {
      Instant last = said.get(pair.leaf());
      boolean due = last == null || !now.isBefore(last.plus(INTERVAL));
      if (due && now.isAfter(pair.expiresSoonFrom())) {
        said.put(pair.leaf(), now);
        LOG.warnf(
            "the certificate of %s %s at %s",
            pair.leaf().getSubjectX500Principal(),
            now.isAfter(pair.notAfter()) ? "has expired" : "expires",
            pair.notAfter());
      }
    }
  }
}
