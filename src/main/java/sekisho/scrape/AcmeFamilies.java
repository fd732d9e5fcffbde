package sekisho.scrape;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import sekisho.acme.CertificateStatus;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.runtime.Generations;
import sekisho.storage.FolderStorage;

/**
 * How getting certificates goes, as the storage has it. That is files, so it is not read for every
 * scrape. Used by one thread, which may be kept waiting.
 */
final class AcmeFamilies {
  private static final Logger LOG = Logger.getLogger(AcmeFamilies.class);

  private static final Duration MAX_AGE = Duration.ofSeconds(15);

  private final Generations generations;
  private final Clock clock;
  private List<CertificateStatus> known = List.of();
  private Instant readAt = Instant.MIN;

  AcmeFamilies(Generations generations, Clock clock) {
    this.generations = generations;
    this.clock = clock;
  }

  /** Nothing where certificates are not got by ACME. */
  void addTo(Exposition out) {
    Configuration configuration = generations.current().configuration();
    if (configuration.proxy().tls().certificates() instanceof CertificateSource.Acme acme) {
      read(acme.acme());
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
      for (CertificateStatus certificate : known) {
        failures.row(certificate.state().failures(), certificate.name());
        // One that is due at once is so since ever, which is no time that anybody could show.
        due.row(Math.max(0, certificate.due().getEpochSecond()), certificate.name());
      }
      out.add(failures);
      out.add(due);
    }
  }

  private void read(AcmeSettings settings) {
    Instant now = clock.instant();
    if (now.isAfter(readAt.plus(MAX_AGE)) || now.isBefore(readAt)) {
      readAt = now;
      try {
        known = CertificateStatus.read(settings, new FolderStorage(settings.storage()), clock);
      } catch (IOException e) {
        LOG.debugf("the state of certificates cannot be read: %s", e.getMessage());
        known = List.of();
      }
    }
  }
}
