package sekisho.testing.acme;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An answer to TLS-ALPN-01 (RFC 8737 §3), right or wrong in one way.
 *
 * @param certificate what is shown
 * @param key its key
 */
record ChallengeCertificate(X509Certificate certificate, PrivateKey key) {
  private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

  static ChallengeCertificate right(Identifier identifier, byte[] digest) {
    return of(List.of(identifier), digest, true);
  }

  static ChallengeCertificate notCritical(Identifier identifier, byte[] digest) {
    return of(List.of(identifier), digest, false);
  }

  static ChallengeCertificate forThese(List<Identifier> identifiers, byte[] digest) {
    return of(identifiers, digest, true);
  }

  private static ChallengeCertificate of(
      List<Identifier> identifiers, byte[] digest, boolean critical) {
    KeyPair keys = Issuer.newKeys();
    return new ChallengeCertificate(
        signed(identifiers, new DEROctetString(digest), critical, keys, keys.getPrivate()),
        keys.getPrivate());
  }

  /** Signed with a key that is not its own. */
  static ChallengeCertificate signedByAnother(Identifier identifier, byte[] digest) {
    KeyPair keys = Issuer.newKeys();
    return new ChallengeCertificate(
        signed(
            List.of(identifier),
            new DEROctetString(digest),
            true,
            keys,
            Issuer.newKeys().getPrivate()),
        keys.getPrivate());
  }

  private static X509Certificate signed(
      List<Identifier> identifiers,
      DEROctetString digest,
      boolean critical,
      KeyPair keys,
      PrivateKey signer) {
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=challenge");
    GeneralName[] names =
        identifiers.stream().map(Identifier::generalName).toArray(GeneralName[]::new);
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.ONE,
                  Date.from(now.minus(Duration.ofHours(1))),
                  Date.from(now.plus(Duration.ofDays(1))),
                  name,
                  keys.getPublic())
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
              .addExtension(ACME_IDENTIFIER, critical, digest);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
