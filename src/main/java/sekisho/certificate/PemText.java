package sekisho.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** A key with its certificates as PEM (RFC 7468), as {@link CertificatePair#parse} reads it. */
public final class PemText {
  private PemText() {}

  /**
   * @param key written as PKCS#8, unencrypted
   * @param chain its certificate first
   */
  public static byte[] of(PrivateKey key, List<X509Certificate> chain) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
      for (X509Certificate certificate : chain) {
        writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (IOException | CertificateEncodingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
