package sekisho.certificate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whether a private key is the one of a chain's first certificate: BoringSSL says so or, where it
 * does not, the key signs and the certificate verifies.
 */
final class KeyCheck {
  private static final byte[] PROBE = "sekisho".getBytes(StandardCharsets.US_ASCII);

  private KeyCheck() {}

  static void requirePair(
      List<X509Certificate> chain, PrivateKey key, Path certificateFile, Path keyFile)
      throws UnusableCertificateException {
    for (int i = 0; i < chain.size(); i++) {
      if (isPair(chain.get(i), key)) {
        if (i == 0) {
          return;
        }
        // RFC 8446 §4.4.2: the sender's certificate comes first.
        throw new UnusableCertificateException(
            keyFile,
            "the private key in "
                + keyFile
                + " belongs to certificate "
                + (i + 1)
                + " in "
                + certificateFile
                + ": the server's own certificate must come first");
      }
    }
    throw new UnusableCertificateException(
        keyFile,
        "the private key in "
            + keyFile
            + " does not belong to the certificate in "
            + certificateFile);
  }

  private static boolean isPair(X509Certificate certificate, PrivateKey key) {
    return NativeKeyCheck.vouchesFor(certificate, key) || verifies(certificate.getPublicKey(), key);
  }

  private static boolean verifies(PublicKey publicKey, PrivateKey privateKey) {
    if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature =
          Signature.getInstance(
              privateKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(privateKey);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException | RuntimeException e) {
      // A key that cannot sign, or not for that curve or length, is nobody's.
      return false;
    }
  }
}
