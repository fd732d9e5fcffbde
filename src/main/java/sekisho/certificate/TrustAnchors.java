package sekisho.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities whose certificates are believed. Blocking.
 *
 * <p>Nothing is verified here, and expired authorities are not sorted out: that is done where a
 * chain is verified.
 */
public final class TrustAnchors {
  private static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"), // Debian, Ubuntu, Alpine
          Path.of("/etc/pki/tls/certs/ca-bundle.crt")); // RHEL, Fedora

  /** OpenSSL's and Go's convention for a file that stands in the place of the system's. */
  private static final String FILE_VARIABLE = "SSL_CERT_FILE";

  private TrustAnchors() {}

  /**
   * The certificates of a PEM file: at least one.
   *
   * @throws UnusableCertificateException when it cannot be read, holds none, or one is garbled: a
   *     file that is half read would trust fewer than its owner thinks
   */
  public static List<X509Certificate> load(Path pem) throws UnusableCertificateException {
    return List.copyOf(PemCertificates.of(PemFile.read(pem)));
  }

  /**
   * Those of the file that the environment names in {@code SSL_CERT_FILE}, else those of the
   * operating system, or, where it has no usable bundle, those of the JDK.
   *
   * @throws UnusableCertificateException when the environment names a file of which {@link #load}
   *     says so: trusting others in its place would be more than was asked for
   */
  public static List<X509Certificate> system() throws UnusableCertificateException {
    return system(System.getenv(FILE_VARIABLE));
  }

  static List<X509Certificate> system(@Nullable String named) throws UnusableCertificateException {
    if (named == null || named.isEmpty()) {
      return firstUsable(SYSTEM_BUNDLES);
    }
    try {
      return load(Path.of(named));
    } catch (UnusableCertificateException e) {
      throw new UnusableCertificateException(e.file(), FILE_VARIABLE + ": " + e.getMessage());
    }
  }

  static List<X509Certificate> firstUsable(List<Path> bundles) {
    for (Path bundle : bundles) {
      if (Files.isReadable(bundle)) {
        try {
          return load(bundle);
        } catch (UnusableCertificateException e) {
          // Nobody here can repair the system's file; the next source serves as well.
        }
      }
    }
    return ofJdk();
  }

  private static List<X509Certificate> ofJdk() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore itsOwn = null;
      factory.init(itsOwn);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no trust of its own", e);
    }
  }
}
