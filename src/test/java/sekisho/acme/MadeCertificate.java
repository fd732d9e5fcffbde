package sekisho.acme;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeIdentifier;
import sekisho.model.CertificateKeyType;
import sekisho.model.ServerName;

/** Certificates signed by their own keys, for when it matters what they say and not who says it. */
final class MadeCertificate {
  static final KeyPair KEYS = KeyPairs.create(CertificateKeyType.EC256);

  private MadeCertificate() {}

  static X509Certificate valid(Instant from, Instant to, long serial) {
    return of(KEYS, KEYS, from, to, serial, name("a.example"));
  }

  static X509Certificate of(
      KeyPair keys,
      KeyPair signer,
      Instant from,
      Instant to,
      long serial,
      AcmeIdentifier... identifiers) {
    X500Name name = new X500Name("CN=made");
    String algorithm =
        signer.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      byte[] made =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.valueOf(serial),
                  Date.from(from),
                  Date.from(to),
                  name,
                  keys.getPublic())
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(AlternativeName.of(List.of(identifiers))))
              .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(made));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static CertificatePair pair(X509Certificate certificate, KeyPair keys) {
    try {
      return CertificatePair.of(List.of(certificate), keys.getPrivate());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static AcmeIdentifier name(String text) {
    return new AcmeIdentifier.Name(new ServerName(text));
  }
}
