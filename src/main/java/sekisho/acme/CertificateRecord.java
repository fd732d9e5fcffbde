package sekisho.acme;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.acme.CertificateState.PendingOrder;
import sekisho.acme.TimelineEntry.Event;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.PemText;
import sekisho.certificate.UnusableCertificateException;
import sekisho.storage.Storage;
import sekisho.storage.StorageKey;

/**
 * What the storage has of one certificate:
 *
 * <pre>
 *   certificate.pem   private key, certificate, intermediates: one file, so that they are never
 *                     replaced by halves; openssl, HAProxy and hitch read it as it is
 *   order.key         the key of the order under way, stored before the order is finished
 *   state.json        {@link CertificateState}
 * </pre>
 *
 * <p>Whatever is lost by a crash between two of these steps can be had again: an order whose key is
 * stored is gone on with, and a certificate that came counts from when its file is there. For one
 * thread.
 */
final class CertificateRecord {
  static final String CERTIFICATE = "certificate.pem";
  private static final String ORDER_KEY = "order.key";
  private static final String STATE = "state.json";
  private static final Logger LOG = Logger.getLogger(CertificateRecord.class);

  private final WantedCertificate wanted;
  private final Storage storage;
  private final StorageKey folder;
  private final Clock clock;
  private CertificateState state;
  private Optional<CertificatePair> pair = Optional.empty();
  private boolean pairWasRead;

  private CertificateRecord(
      WantedCertificate wanted,
      Storage storage,
      StorageKey folder,
      CertificateState state,
      Clock clock) {
    this.wanted = wanted;
    this.storage = storage;
    this.folder = folder;
    this.state = state;
    this.clock = clock;
  }

  /**
   * @param above the folder of all certificates
   */
  static CertificateRecord open(
      WantedCertificate wanted, Storage storage, StorageKey above, Clock clock) throws IOException {
    StorageKey folder = above.below(wanted.name());
    return new CertificateRecord(
        wanted, storage, folder, readState(storage, folder.below(STATE)), clock);
  }

  /** What cannot be read is forgotten: the certificate itself says what matters. */
  private static CertificateState readState(Storage storage, StorageKey key) throws IOException {
    Optional<byte[]> stored = storage.load(key);
    if (stored.isEmpty()) {
      return CertificateState.NEW;
    }
    try {
      return StateJson.read(stored.get());
    } catch (IOException e) {
      LOG.warnf("%s/%s begins anew: %s", storage.location(), key, e.getMessage());
      return CertificateState.NEW;
    }
  }

  WantedCertificate wanted() {
    return wanted;
  }

  CertificateState state() {
    return state;
  }

  /**
   * The certificate as it was stored when it was first asked for, or has come since; empty when
   * there is none that can be used.
   */
  Optional<CertificatePair> pair() throws IOException {
    if (!pairWasRead) {
      pair = pair(storage, folder.below(CERTIFICATE));
      pairWasRead = true;
    }
    return pair;
  }

  static Optional<CertificatePair> pair(Storage storage, StorageKey key) throws IOException {
    Optional<byte[]> stored = storage.load(key);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Path where = Path.of(storage.location(), key.segments().toArray(String[]::new));
    try {
      return Optional.of(CertificatePair.parse(where, stored.get()));
    } catch (UnusableCertificateException e) {
      LOG.errorf("a stored certificate cannot be used, and is ordered anew: %s", e.getMessage());
      return Optional.empty();
    }
  }

  // ---- What happens

  void note(Event what, String text) throws IOException {
    keep(state.with(new TimelineEntry(clock.instant(), what, text, Optional.empty())));
  }

  /** Before anybody hears of the order's key. */
  void placing(KeyPair keys) throws IOException {
    storage.store(folder.below(ORDER_KEY), KeyPairs.toPem(keys));
  }

  void placed(String url) throws IOException {
    keep(state.ordered(new PendingOrder(url, wanted.texts())));
  }

  /** The key of the order under way. */
  Optional<KeyPair> orderKeys() throws IOException {
    Optional<byte[]> stored = storage.load(folder.below(ORDER_KEY));
    return stored.isEmpty() ? Optional.empty() : Optional.of(KeyPairs.fromPem(stored.get()));
  }

  void dropOrder() throws IOException {
    keep(state.withoutOrder());
    storage.delete(folder.below(ORDER_KEY));
  }

  /**
   * @param event what it is called that it came
   */
  void issued(KeyPair keys, List<X509Certificate> chain, Event event) throws IOException {
    storage.store(folder.below(CERTIFICATE), PemText.of(keys.getPrivate(), chain));
    pairWasRead = false;
    String text = "valid until " + chain.getFirst().getNotAfter().toInstant();
    keep(state.succeeded().with(new TimelineEntry(clock.instant(), event, text, Optional.empty())));
    storage.delete(folder.below(ORDER_KEY));
  }

  void failed(Failure failure, Instant now, Optional<Instant> retryAfter) throws IOException {
    keep(
        state
            .failed(failure.whose(), now, retryAfter)
            .with(new TimelineEntry(now, Event.FAILED, failure.text(), failure.problem())));
  }

  /** Not tried, because of others. */
  void postponed(Instant until) throws IOException {
    keep(state.postponed(until));
  }

  void suggested(Optional<CertificateState.Suggestion> said) throws IOException {
    keep(state.suggested(said));
  }

  private void keep(CertificateState next) throws IOException {
    state = next;
    storage.store(folder.below(STATE), StateJson.write(next));
  }
}
