package sekisho.acme;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import sekisho.model.CertificateKeyType;

/**
 * Key pairs: made, and as PEM of both halves, PKCS#8 and SubjectPublicKeyInfo: the JDK does not
 * find the public half in the private one.
 */
final class KeyPairs {
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private KeyPairs() {}

  static KeyPair create(CertificateKeyType type) {
    return switch (type) {
      case EC256 -> ec("secp256r1");
      case EC384 -> ec("secp384r1");
      case RSA2048 -> rsa(2048);
      case RSA4096 -> rsa(4096);
    };
  }

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + curve, e);
    }
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no RSA", e);
    }
  }

  static byte[] toPem(KeyPair keys) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(PRIVATE, keys.getPrivate().getEncoded()));
      writer.writeObject(new PemObject(PUBLIC, keys.getPublic().getEncoded()));
    } catch (IOException e) {
      throw new IllegalStateException("a key pair of the JDK's can always be written", e);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * @throws IOException when it is not what {@link #toPem} wrote
   */
  static KeyPair fromPem(byte[] pem) throws IOException {
    Map<String, byte[]> blocks = new HashMap<>();
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        blocks.put(block.getType(), block.getContent());
      }
      byte[] privateKey = blocks.get(PRIVATE);
      byte[] publicKey = blocks.get(PUBLIC);
      if (privateKey == null || publicKey == null) {
        throw new IOException("there is no key pair (BEGIN PRIVATE KEY and BEGIN PUBLIC KEY)");
      }
      KeyFactory factory =
          KeyFactory.getInstance(algorithm(PrivateKeyInfo.getInstance(privateKey)));
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(publicKey)),
          factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException("the key pair is garbled", e);
    }
  }

  private static String algorithm(PrivateKeyInfo key) {
    boolean ec =
        key.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
    return ec ? "EC" : "RSA";
  }
}
