package sekisho.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import sekisho.fault.FileFault;

/**
 * Opens an encrypted PKCS#8 key (RFC 5958 §3, PKCS#5) with the passphrase in a file.
 *
 * <p>The passphrase is the file's first line, so that the line end of an editor does not count.
 */
final class EncryptedKey {
  /** The longest file that is one. */
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private final PemFile file;
  private final Path passphrase;

  EncryptedKey(PemFile file, Path passphrase) {
    this.file = file;
    this.passphrase = passphrase;
  }

  /**
   * @throws IOException when it is no such key at all
   */
  PrivateKeyInfo open(PemObject key) throws IOException, UnusableCertificateException {
    PKCS8EncryptedPrivateKeyInfo sealed =
        new PKCS8EncryptedPrivateKeyInfo(EncryptedPrivateKeyInfo.getInstance(key.getContent()));
    char[] secret = secret();
    try {
      return sealed.decryptPrivateKeyInfo(
          new JcePKCSPBEInputDecryptorProviderBuilder()
              // Its own object: nothing is registered for the whole program.
              .setProvider(new BouncyCastleProvider())
              .build(secret));
    } catch (PKCSException | RuntimeException e) {
      // Bouncy Castle throws either for padding that is wrong by a wrong key.
      throw new UnusableCertificateException(
          file.path(),
          "the private key in "
              + file.path()
              + " cannot be decrypted with the passphrase in "
              + passphrase,
          e);
    }
  }

  private char[] secret() throws UnusableCertificateException {
    try {
      if (Files.size(passphrase) > MAX_FILE_BYTES) {
        throw problem("is larger than 64 KiB");
      }
      String text = Files.readString(passphrase, StandardCharsets.UTF_8);
      String first = text.lines().findFirst().orElse("");
      if (first.isEmpty()) {
        throw problem("holds no passphrase in its first line");
      }
      return first.toCharArray();
    } catch (IOException e) {
      throw problem("cannot be read: " + FileFault.words(e));
    }
  }

  private UnusableCertificateException problem(String what) {
    return new UnusableCertificateException(passphrase, passphrase + " " + what);
  }
}
