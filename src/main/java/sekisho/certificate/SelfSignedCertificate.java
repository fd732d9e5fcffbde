package sekisho.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import sekisho.model.ServerNamePattern;

/**
 * A certificate made in memory for trying out: ECDSA on P-256, signed by its own key, valid for 90
 * days. Nobody trusts it, and it is never stored.
 */
public final class SelfSignedCertificate {
  /** How long one is valid. */
  public static final Duration VALIDITY = Duration.ofDays(90);

  /** It is valid from a little earlier, for clients whose clock is behind. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  /** RFC 5280 §4.1.2.2: positive, at most 20 octets. */
  private static final int SERIAL_BITS = 127;

  /** The common name says what it is; names of hosts are in the subjectAltName alone. */
  private static final X500Name NAME = new X500Name("CN=Sekisho self-signed");

  private SelfSignedCertificate() {}

  /**
   * @param clock tells now
   * @param dnsNames names and {@code *.} wildcards
   * @param addresses IP addresses
   * @throws IllegalArgumentException when it would be for nobody, or a name is none
   */
  public static CertificatePair create(
      Clock clock, List<String> dnsNames, List<InetAddress> addresses) {
    GeneralName[] subjects =
        Stream.concat(
                dnsNames.stream().map(SelfSignedCertificate::dnsName),
                addresses.stream().map(SelfSignedCertificate::ipAddress))
            .toArray(GeneralName[]::new);
    if (subjects.length == 0) {
      throw new IllegalArgumentException("a certificate is for at least one name or address");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      X509Certificate certificate = sign(clock.instant(), keys, new GeneralNames(subjects));
      return CertificatePair.of(List.of(certificate), keys.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("the JDK cannot make an ECDSA certificate", e);
    }
  }

  private static X509Certificate sign(Instant now, KeyPair keys, GeneralNames subjects)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
                Date.from(now.minus(CLOCK_TOLERANCE)),
                Date.from(now.plus(VALIDITY)),
                NAME,
                keys.getPublic())
            .addExtension(Extension.subjectAlternativeName, false, subjects)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return PemCertificates.parse(builder.build(signer).getEncoded());
  }

  private static GeneralName dnsName(String name) {
    return new GeneralName(GeneralName.dNSName, ServerNamePattern.parse(name).toString());
  }

  private static GeneralName ipAddress(InetAddress address) {
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()));
  }
}
