package sekisho.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import sekisho.certificate.SerialNumber;

/**
 * A client's certificate as header fields tell it; it was verified in the handshake. Its texts are
 * printable ASCII, whatever the certificate holds.
 *
 * @param subject the subject's name (RFC 4514)
 * @param serial the serial number, in upper-case hex
 * @param fingerprint SHA-256 of the certificate, in hex
 * @param whole the certificate as RFC 9440 §2.1 writes it
 */
record ClientCertificate(String subject, String serial, String fingerprint, String whole) {
  /** What RFC 4514 §3 has no short names for, and certificates of people and machines hold. */
  private static final Map<String, String> MORE_NAMES =
      Map.of("1.2.840.113549.1.9.1", "emailAddress", "2.5.4.5", "serialNumber");

  static ClientCertificate of(X509Certificate certificate) {
    try {
      byte[] der = certificate.getEncoded();
      return new ClientCertificate(
          printable(
              certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, MORE_NAMES)),
          SerialNumber.of(certificate).toUpperCase(Locale.ROOT),
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)),
          ":" + Base64.getEncoder().encodeToString(der) + ":");
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that came over the wire has its bytes", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * RFC 4514 §2.4 lets every byte of a value be written as two hex digits: so is what is no
   * printable ASCII, and no subject can end a line or pass for another one.
   */
  static String printable(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .forEach(c -> {
          if (c >= ' ' && c <= '~') {
            text.append((char) c);
          } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              text.append('\\').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
          }
        });
    return text.toString();
  }
}
