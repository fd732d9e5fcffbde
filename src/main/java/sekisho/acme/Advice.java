package sekisho.acme;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SerialNumber;
import sekisho.model.AcmeSettings;
import sekisho.storage.Storage;

/**
 * Asks an authority when to renew what there is, no more often than it wants to be asked. One that
 * does not answer is not asked for hours, nor is one that does about a certificate that it has
 * nothing to say of: certificates are renewed without it. For one thread.
 */
final class Advice {
  private static final Logger LOG = Logger.getLogger(Advice.class);
  private static final Duration REST = Duration.ofHours(6);

  private final AcmeSettings settings;
  private final Storage storage;
  private final Clock clock;

  /** Nothing is asked before this. */
  private Instant rest = Instant.MIN;

  /** By serial, of which certificate nothing is asked before when. */
  private final Map<String, Instant> resting = new HashMap<>();

  Advice(AcmeSettings settings, Storage storage, Clock clock) {
    this.settings = settings;
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * @throws IOException when the storage fails
   */
  void ask(List<CertificateRecord> records, Shelf shelf) throws IOException {
    Instant now = clock.instant();
    List<CertificateRecord> open = open(records, now);
    if (open.isEmpty() || now.isBefore(rest)) {
      return;
    }
    try (Conversation conversation = Conversation.begin(settings, shelf, storage, clock)) {
      for (CertificateRecord record : open) {
        X509Certificate leaf = record.pair().orElseThrow().leaf();
        switch (Suggestions.ask(conversation.login(), leaf, clock)) {
          case Suggestions.Said said -> record.suggested(Optional.of(said.suggestion()));
          case Suggestions.NothingOfIt _ -> resting.put(SerialNumber.of(leaf), now.plus(REST));
          case Suggestions.NothingAtAll _ -> {
            rest = now.plus(REST);
            return;
          }
        }
      }
    } catch (Conversation.Failed e) {
      rest = now.plus(REST);
      LOG.infof("the authority does not say when to renew: %s", e.failure().text());
    }
  }

  /** Those that are served and of which it is not known, or not any more. */
  private List<CertificateRecord> open(List<CertificateRecord> records, Instant now)
      throws IOException {
    resting.values().removeIf(until -> !now.isBefore(until));
    List<CertificateRecord> open = new ArrayList<>();
    for (CertificateRecord record : records) {
      Optional<CertificatePair> pair = record.pair();
      boolean known =
          pair.flatMap(stored -> Suggestions.about(stored.leaf(), record.state()))
              .filter(said -> said.askAgain().isAfter(now))
              .isPresent();
      boolean rests =
          pair.filter(stored -> resting.containsKey(SerialNumber.of(stored.leaf()))).isPresent();
      if (pair.isPresent() && !known && !rests && record.state().failures() == 0) {
        open.add(record);
      }
    }
    return open;
  }
}
