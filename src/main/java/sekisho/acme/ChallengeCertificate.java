package sekisho.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeIdentifier;
import sekisho.model.CertificateKeyType;

/**
 * The certificate that shows control of an identifier in a handshake with {@code acme-tls/1}:
 * signed by its own key, for that identifier alone, with the digest of the key authorization in a
 * critical extension (RFC 8737 §3, RFC 8738 §6). Nobody else gets to see it.
 */
final class ChallengeCertificate {
  private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");
  private static final X500Name NAME = new X500Name("CN=acme-tls/1");
  private static final int SERIAL_BITS = 127;
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
  private static final Duration VALIDITY = Duration.ofDays(7);

  private ChallengeCertificate() {}

  /**
   * @param digest SHA-256 of the key authorization
   */
  static CertificatePair of(AcmeIdentifier identifier, byte[] digest, Instant now) {
    KeyPair keys = KeyPairs.create(CertificateKeyType.EC256);
    try {
      byte[] certificate =
          new JcaX509v3CertificateBuilder(
                  NAME,
                  new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
                  Date.from(now.minus(CLOCK_TOLERANCE)),
                  Date.from(now.plus(VALIDITY)),
                  NAME,
                  keys.getPublic())
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(AlternativeName.of(identifier)))
              .addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded();
      X509Certificate parsed =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate));
      return new CertificatePair(List.of(parsed), keys.getPrivate(), List.of(), List.of());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("the JDK cannot make an ECDSA certificate", e);
    }
  }
}
