package sekisho.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a PEM file: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 §A.1.2) or SEC1 (RFC 5915).
 *
 * <p>Taken are RSA of 2048 to 8192 bits and ECDSA on the three NIST curves. Ed25519 is not: no
 * browser accepts such a certificate and no public CA issues one.
 */
final class PemPrivateKey {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String PKCS8_ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final String EC_PARAMETERS = "EC PARAMETERS";
  private static final List<String> KEYS =
      List.of(PKCS8, PKCS8_ENCRYPTED, PKCS1, SEC1, "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY");

  /** NIST SP 800-131A: less is not secure. */
  private static final int MIN_RSA_BITS = 2048;

  /** More makes every handshake cost tens of milliseconds, which is a gift to floods. */
  private static final int MAX_RSA_BITS = 8192;

  private static final List<ASN1ObjectIdentifier> CURVES =
      List.of(
          X9ObjectIdentifiers.prime256v1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  /** Names for messages; keys of these types are refused. */
  private static final Map<ASN1ObjectIdentifier, String> OTHER_TYPES =
      Map.of(
          EdECObjectIdentifiers.id_Ed25519, "Ed25519",
          EdECObjectIdentifiers.id_Ed448, "Ed448",
          PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS",
          X9ObjectIdentifiers.id_dsa, "DSA");

  private final PemFile file;
  private final Optional<Path> passphrase;

  private PemPrivateKey(PemFile file, Optional<Path> passphrase) {
    this.file = file;
    this.passphrase = passphrase;
  }

  /**
   * Exactly one; other blocks are skipped, so a file may hold the certificate as well.
   *
   * @param passphrase the file of an encrypted key's passphrase
   */
  static PrivateKey of(PemFile file, Optional<Path> passphrase)
      throws UnusableCertificateException {
    return new PemPrivateKey(file, passphrase).read();
  }

  private PrivateKey read() throws UnusableCertificateException {
    List<PemObject> keys = file.blocksOf(KEYS).toList();
    if (keys.isEmpty()) {
      throw problem(" holds no private key (BEGIN PRIVATE KEY)");
    }
    if (keys.size() > 1) {
      throw problem(" holds more than one private key");
    }
    PemObject key = keys.getFirst();
    requirePassphrase(key);
    try {
      return checked(parse(key));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // ASN.1 that is none surfaces as any of these.
      throw new UnusableCertificateException(
          file.path(), "the private key in " + file.path() + " is garbled", e);
    }
  }

  private void requirePassphrase(PemObject key) throws UnusableCertificateException {
    if (isEncryptedOfOld(key)) {
      throw problem(
          " holds a private key that is encrypted in the old form of OpenSSL: convert it with"
              + " openssl pkcs8 -topk8");
    }
    if (key.getType().equals(PKCS8_ENCRYPTED) && passphrase.isEmpty()) {
      throw problem(" holds an encrypted private key: name its passphrase_file, or decrypt it");
    }
  }

  /** By a header (RFC 1421 §4.6.1.1), with a key made by one round of MD5. */
  private static boolean isEncryptedOfOld(PemObject key) {
    for (Object header : key.getHeaders()) {
      if (header instanceof PemHeader h && h.getName().equals("Proc-Type")) {
        return h.getValue().contains("ENCRYPTED");
      }
    }
    return false;
  }

  private PrivateKeyInfo parse(PemObject key) throws IOException, UnusableCertificateException {
    return switch (key.getType()) {
      case PKCS8 -> PrivateKeyInfo.getInstance(key.getContent());
      case PKCS8_ENCRYPTED -> new EncryptedKey(file, passphrase.orElseThrow()).open(key);
      case PKCS1 ->
          new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              RSAPrivateKey.getInstance(key.getContent()));
      case SEC1 -> sec1(ECPrivateKey.getInstance(key.getContent()));
      default -> throw problem(" holds a key in a form that is not supported: " + key.getType());
    };
  }

  private PrivateKeyInfo sec1(ECPrivateKey key) throws IOException {
    ASN1Encodable curve = key.getParametersObject();
    if (curve == null) {
      // RFC 5915 §3 has the curve in the key; some tools leave it to the block before.
      curve = separateParameters();
    }
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
  }

  private @Nullable ASN1Encodable separateParameters() throws IOException {
    List<PemObject> parameters = file.blocksOf(List.of(EC_PARAMETERS)).toList();
    return parameters.isEmpty()
        ? null
        : ASN1Primitive.fromByteArray(parameters.getFirst().getContent());
  }

  private PrivateKey checked(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException, UnusableCertificateException {
    ASN1ObjectIdentifier type = info.getPrivateKeyAlgorithm().getAlgorithm();
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(info.getEncoded());
    if (type.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(spec);
      int bits = ((RSAKey) key).getModulus().bitLength();
      if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
        throw unsupported("RSA of " + bits + " bits");
      }
      return key;
    }
    if (type.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
      if (!(curve instanceof ASN1ObjectIdentifier name && CURVES.contains(name))) {
        throw unsupported("ECDSA on another curve");
      }
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
    throw unsupported(OTHER_TYPES.getOrDefault(type, type.getId()));
  }

  private UnusableCertificateException unsupported(String type) {
    return problem(
        " holds a key of a type that is not supported ("
            + type
            + "): use RSA of 2048 to 8192 bits or ECDSA on P-256, P-384 or P-521");
  }

  private UnusableCertificateException problem(String what) {
    return new UnusableCertificateException(file.path(), file.path() + what);
  }
}
