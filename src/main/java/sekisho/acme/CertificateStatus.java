package sekisho.acme;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeSettings;
import sekisho.storage.Storage;

/**
 * How a certificate stands, for people and programs.
 *
 * @param name what it is called
 * @param identifiers what it is for
 * @param pair what is served; empty: there is none yet
 * @param due when it will be ordered next; empty: at once
 * @param state what is remembered of it
 */
public record CertificateStatus(
    String name,
    List<String> identifiers,
    Optional<CertificatePair> pair,
    Optional<Instant> due,
    CertificateState state) {
  private static final Logger LOG = Logger.getLogger(CertificateStatus.class);

  public CertificateStatus {
    identifiers = List.copyOf(identifiers);
  }

  /**
   * Of all that a configuration asks for, as the storage has it; who orders them is of no concern.
   *
   * @throws IOException when the storage cannot be read
   */
  public static List<CertificateStatus> read(AcmeSettings settings, Storage storage, Clock clock)
      throws IOException {
    Shelf shelf = Shelf.of(settings, false);
    List<CertificateStatus> all = new ArrayList<>();
    for (WantedCertificate wanted : WantedCertificate.of(settings)) {
      all.add(of(CertificateRecord.open(wanted, storage, shelf.folder(), clock), settings, clock));
    }
    return all;
  }

  static CertificateStatus of(CertificateRecord record, AcmeSettings settings, Clock clock) {
    Optional<CertificatePair> pair;
    try {
      pair = record.pair();
    } catch (IOException e) {
      LOG.warnf("a certificate cannot be read: %s", e.getMessage());
      pair = Optional.empty();
    }
    return new CertificateStatus(
        record.wanted().name(),
        record.wanted().texts(),
        pair,
        Optional.of(Schedule.next(record.wanted(), settings, pair, record.state(), clock.instant()))
            .filter(due -> !due.equals(Schedule.AT_ONCE)),
        record.state());
  }
}
