package sekisho.admin;

import io.vertx.core.Vertx;
import java.util.Optional;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.UnusableCertificateException;
import sekisho.control.StartFailure;
import sekisho.model.CertificateSource;
import sekisho.model.UiSettings;

/**
 * What one configuration makes of the admin server, but for who comes in.
 *
 * @param hosts under which names it answers
 * @param certificate for TLS; empty: plain HTTP
 */
record Site(UiSettings settings, HostCheck hosts, Optional<CertificatePair> certificate) {

  /**
   * Reads what the settings name. Blocking.
   *
   * @throws StartFailure when the certificate or its key cannot be used
   */
  static Site of(UiSettings settings) throws StartFailure {
    Optional<CertificatePair> certificate = Optional.empty();
    if (settings.tls().isPresent()) {
      certificate = Optional.of(certificate(settings.tls().get()));
    }
    return new Site(settings, new HostCheck(settings.allowedHosts()), certificate);
  }

  private static CertificatePair certificate(CertificateSource.Pair files) throws StartFailure {
    try {
      return CertificatePair.load(files.certificate(), files.privateKey(), files.passphrase());
    } catch (UnusableCertificateException e) {
      throw new StartFailure("ui.tls: " + e.getMessage(), e).about("ui.tls");
    }
  }

  /** The site elsewhere, where there is one. Blocking. */
  Optional<RemoteUi> remote(Vertx vertx, Cookies cookies) throws StartFailure {
    try {
      return settings.remoteUrl().isEmpty()
          ? Optional.empty()
          : Optional.of(RemoteUi.of(vertx, settings.remoteUrl().get(), cookies));
    } catch (UnusableCertificateException e) {
      throw new StartFailure("ui.remote_url: " + e.getMessage(), e).about("ui.remote_url");
    }
  }
}
