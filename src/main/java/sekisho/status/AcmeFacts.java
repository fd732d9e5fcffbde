package sekisho.status;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import sekisho.acme.CertificateStatus;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.storage.FolderStorage;
import sekisho.storage.Storage;

/**
 * How the certificates stand that the proxy gets by itself.
 *
 * @param directory of the authority
 * @param trouble why they cannot be read; empty: they can
 * @param certificates none where they cannot be read
 */
public record AcmeFacts(
    String directory, Optional<String> trouble, List<CertificateStatus> certificates) {
  public AcmeFacts {
    certificates = List.copyOf(certificates);
  }

  /** Reads small files. Empty: the configuration does not ask for any. */
  static Optional<AcmeFacts> read(Configuration configuration, Clock clock) {
    return configuration.proxy().tls().certificates() instanceof CertificateSource.Acme acme
        ? Optional.of(read(acme.acme(), clock))
        : Optional.empty();
  }

  private static AcmeFacts read(AcmeSettings settings, Clock clock) {
    String directory = settings.directory().toString();
    Storage storage = new FolderStorage(settings.storage());
    try {
      return new AcmeFacts(
          directory, Optional.empty(), CertificateStatus.read(settings, storage, clock));
    } catch (IOException e) {
      return new AcmeFacts(
          directory,
          Optional.of(storage.location() + " cannot be read: " + e.getMessage()),
          List.of());
    }
  }
}
