package sekisho.admin;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.cert.X509Certificate;
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
record Site(UiSettings settings, HostCheck hosts, Optional<PemKeyCertOptions> certificate) {

  /**
   * Reads what the settings name. Blocking.
   *
   * @throws StartFailure when the certificate or its key cannot be used
   */
  static Site of(UiSettings settings) throws StartFailure {
    Optional<PemKeyCertOptions> certificate = Optional.empty();
    if (settings.tls().isPresent()) {
      certificate = Optional.of(certificate(settings.tls().get()));
    }
    return new Site(settings, new HostCheck(settings.allowedHosts()), certificate);
  }

  private static PemKeyCertOptions certificate(CertificateSource.Pair files) throws StartFailure {
    try {
      CertificatePair pair =
          CertificatePair.load(files.certificate(), files.privateKey(), files.passphrase());
      StringBuilder chain = new StringBuilder();
      for (X509Certificate certificate : pair.chain()) {
        chain.append(Pem.certificate(certificate));
      }
      return new PemKeyCertOptions()
          .addCertValue(Buffer.buffer(chain.toString()))
          .addKeyValue(Buffer.buffer(Pem.key(pair.key())));
    } catch (UnusableCertificateException e) {
      throw new StartFailure("ui.tls: " + e.getMessage(), e);
    }
  }

  /** The site elsewhere, where there is one. Blocking. */
  Optional<RemoteUi> remote(Vertx vertx, Cookies cookies) throws StartFailure {
    try {
      return settings.remoteUrl().isEmpty()
          ? Optional.empty()
          : Optional.of(RemoteUi.of(vertx, settings.remoteUrl().get(), cookies));
    } catch (UnusableCertificateException e) {
      throw new StartFailure("ui.remote_url: " + e.getMessage(), e);
    }
  }
}
