package sekisho.acme;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private final StorageKey folder;
  private final List<WantedCertificate> wanted;
  private final Map<StorageKey, Seen> seen = new HashMap<>();
  private Set<StorageKey> keys = Set.of();
  private List<CertificatePair> current = List.of();

  /** The storage's version of a value, and what was made of it. */
  private record Seen(@Nullable String version, Optional<CertificatePair> pair) {}

  public StoredCertificates(AcmeSettings settings, Storage storage) {
    this.storage = storage;
    this.folder = Shelf.of(settings, false).folder();
    this.wanted = WantedCertificate.of(settings);
  }

  /**
   * Those that are wanted, then whatever else is there: a certificate that was grouped otherwise is
   * better than none until the one that is wanted has come.
   */
  private Set<StorageKey> keys() throws IOException {
    Set<StorageKey> keys = new LinkedHashSet<>();
    wanted.forEach(each -> keys.add(folder.below(each.name())));
    keys.addAll(storage.list(folder));
    Set<StorageKey> files = new LinkedHashSet<>();
    keys.forEach(key -> files.add(key.below(CertificateRecord.CERTIFICATE)));
    return files;
  }

  /** Looks at the storage; tells whether {@link #current} is another now. Blocking. */
  public boolean look() {
    if (!isNew()) {
      return false;
    }
    List<CertificatePair> before = current;
    current =
        keys.stream()
            .map(seen::get)
            .filter(Objects::nonNull)
            .map(Seen::pair)
            .flatMap(Optional::stream)
            .filter(this::isWanted)
            .toList();
    return !current.equals(before);
  }

  /** Whether anything has come, changed or gone since the last look. */
  private boolean isNew() {
    boolean isNew = false;
    try {
      Set<StorageKey> now = keys();
      isNew = !now.equals(keys);
      keys = now;
    } catch (IOException e) {
      LOG.debugf("%s cannot be read: %s", storage.location(), e.getMessage());
    }
    for (StorageKey key : keys) {
      try {
        isNew |= look(key);
      } catch (IOException e) {
        LOG.debugf("%s/%s cannot be read: %s", storage.location(), key, e.getMessage());
      }
    }
    return isNew;
  }

  private boolean look(StorageKey key) throws IOException {
    // Before the value: a newer one that comes between is found at the next look.
    String version = storage.version(key).orElse(null);
    Seen before = seen.get(key);
    if (before != null && Objects.equals(before.version(), version)) {
      return false;
    }
    Optional<CertificatePair> known = before == null ? Optional.empty() : before.pair();
    // Taken away or garbled by somebody: what is served goes on being served.
    Optional<CertificatePair> pair = CertificateRecord.pair(storage, key).or(() -> known);
    seen.put(key, new Seen(version, pair));
    return !pair.equals(known);
  }

  /** Those there are, in the configuration's order; each is for something that is wanted. */
  public List<CertificatePair> current() {
    return current;
  }

  private boolean isWanted(CertificatePair pair) {
    return wanted.stream().anyMatch(each -> IssuedChain.isForSome(pair, each.identifiers()));
  }
}
