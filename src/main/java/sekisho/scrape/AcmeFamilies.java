package sekisho.scrape;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sekisho.acme.CertificateStatus;
import sekisho.status.AcmeFacts;
import sekisho.status.Status;

/**
 * How getting certificates goes, as the storage has it. That is files, so it is not read for every
 * scrape. Used by one thread, which may be kept waiting.
 */
final class AcmeFamilies {
  private static final Duration MAX_AGE = Duration.ofSeconds(15);

  private final Status status;
  private final Clock clock;
  private Optional<AcmeFacts> known = Optional.empty();
  private Instant readAt = Instant.MIN;

  AcmeFamilies(Status status, Clock clock) {
    this.status = status;
    this.clock = clock;
  }

  /** Nothing where certificates are not got by ACME. */
  void addTo(Exposition out) {
    read();
    known.ifPresent(acme -> add(acme, out));
  }

  private static void add(AcmeFacts acme, Exposition out) {
    Exposition.Rows failures =
        out.gauges(
            "acme_failures_in_row",
            "Failures to get a certificate since the last success",
            "certificate");
    Exposition.Rows due =
        out.gauges(
            "acme_next_order_timestamp_seconds",
            "When a certificate is to be ordered next, since the epoch; 0: now",
            "certificate");
    for (CertificateStatus certificate : acme.certificates()) {
      failures.row(certificate.state().failures(), certificate.name());
      due.row(certificate.due().map(Instant::getEpochSecond).orElse(0L), certificate.name());
    }
    out.add(failures);
    out.add(due);
  }

  private void read() {
    Instant now = clock.instant();
    if (now.isAfter(readAt.plus(MAX_AGE)) || now.isBefore(readAt)) {
      readAt = now;
      known = status.acme();
    }
  }
}
