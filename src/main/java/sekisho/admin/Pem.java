package sekisho.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates as texts (RFC 7468), which is how Vert.x takes them. */
final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

  private Pem() {}

  static String certificate(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + LINES.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that was read can be written", e);
    }
  }
}
