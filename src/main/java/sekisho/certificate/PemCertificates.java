package sekisho.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;

/** The certificates of a PEM file, in its order. Whether they are a chain is not looked at. */
final class PemCertificates {
  private static final List<String> TYPES = List.of("CERTIFICATE", "X509 CERTIFICATE");

  private PemCertificates() {}

  /** At least one; other blocks are skipped, so a file may hold the key as well. */
  static List<X509Certificate> of(PemFile file) throws UnusableCertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemObject block : file.blocksOf(TYPES).toList()) {
      try {
        certificates.add(parse(block.getContent()));
      } catch (CertificateException | RuntimeException e) {
        throw new UnusableCertificateException(
            file.path(),
            "certificate " + (certificates.size() + 1) + " in " + file.path() + " is garbled",
            e);
      }
    }
    if (certificates.isEmpty()) {
      throw new UnusableCertificateException(
          file.path(), file.path() + " holds no certificate (BEGIN CERTIFICATE)");
    }
    return certificates;
  }

  static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
