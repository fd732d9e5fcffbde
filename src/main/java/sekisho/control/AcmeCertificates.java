package sekisho.control;

import java.time.Clock;
import java.util.Optional;
import sekisho.accept.Challenges;
import sekisho.acme.Renewals;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.storage.FolderStorage;

/** Getting certificates while the proxy runs, where its configuration asks for it. */
final class AcmeCertificates implements AutoCloseable {
  private final AcmeSettings settings;
  private final Renewals renewals;

  private AcmeCertificates(AcmeSettings settings, Challenges challenges, Clock clock) {
    this.settings = settings;
    this.renewals =
        new Renewals(settings, new FolderStorage(settings.storage()), challenges, clock);
  }

  static Optional<AcmeCertificates> of(
      Configuration configuration, Challenges challenges, Clock clock) {
    return configuration.proxy().tls().certificates() instanceof CertificateSource.Acme acme
        ? Optional.of(new AcmeCertificates(acme.acme(), challenges, clock))
        : Optional.empty();
  }

  /** Looks whether something is to be done; returns at once. */
  void look() {
    renewals.look();
  }

  Renewals renewals() {
    return renewals;
  }

  /** Whether it is what {@code next} asks for too, wherever that stands in its file. */
  boolean suits(Configuration next) {
    return next.proxy().tls().certificates() instanceof CertificateSource.Acme acme
        && acme.acme().anywhere().equals(settings.anywhere());
  }

  @Override
  public void close() {
    renewals.close();
  }
}
