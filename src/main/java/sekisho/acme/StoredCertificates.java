package sekisho.acme;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeSettings;
import sekisho.storage.Storage;
import sekisho.storage.StorageKey;

/**
 * The certificates of one configuration as the storage has them, whoever put them there. What was
 * last good stays when the storage cannot be read. For one thread.
 */
public final class StoredCertificates {
  private static final Logger LOG = Logger.getLogger(StoredCertificates.class);

  private final Storage storage;
  private final List<StorageKey> keys;
  private final Map<StorageKey, Seen> seen = new HashMap<>();

  /** The storage's version of a value, and what was made of it. */
  private record Seen(@Nullable String version, Optional<CertificatePair> pair) {}

  public StoredCertificates(AcmeSettings settings, Storage storage) {
    this.storage = storage;
    StorageKey folder = Shelf.of(settings, false).folder();
    this.keys =
        WantedCertificate.of(settings).stream()
            .map(wanted -> folder.below(wanted.name()).below(CertificateRecord.CERTIFICATE))
            .toList();
  }

  /** Looks at the storage; tells whether {@link #current} is another now. Blocking. */
  public boolean look() {
    boolean changed = false;
    for (StorageKey key : keys) {
      try {
        changed |= look(key);
      } catch (IOException e) {
        LOG.debugf("%s/%s cannot be read: %s", storage.location(), key, e.getMessage());
      }
    }
    return changed;
  }

  private boolean look(StorageKey key) throws IOException {
    // Before the value: a newer one that comes between is found at the next look.
    String version = storage.version(key).orElse(null);
    Seen before = seen.get(key);
    if (before != null && Objects.equals(before.version(), version)) {
      return false;
    }
    Optional<CertificatePair> pair = CertificateRecord.pair(storage, key);
    if (pair.isEmpty() && before != null && before.pair().isPresent()) {
      // Taken away or garbled by somebody: what is served goes on being served.
      seen.put(key, new Seen(version, before.pair()));
      return false;
    }
    seen.put(key, new Seen(version, pair));
    return pair.isPresent() && (before == null || !pair.equals(before.pair()));
  }

  /** Those there are, in the configuration's order. */
  public List<CertificatePair> current() {
    return keys.stream()
        .map(seen::get)
        .filter(Objects::nonNull)
        .map(Seen::pair)
        .flatMap(Optional::stream)
        .toList();
  }
}
