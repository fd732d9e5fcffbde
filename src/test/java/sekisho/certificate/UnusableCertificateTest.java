package sekisho.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.Seeds;

/** Every way in which files fail, in the words that the operator reads. */
class UnusableCertificateTest {
  private static final String SUPPORTED =
      "use RSA of 2048 to 8192 bits or ECDSA on P-256, P-384 or P-521";

  @TempDir private static Path directory;
  private static OpenSsl openssl;

  @BeforeAll
  static void makeFiles() {
    openssl =
        new OpenSsl(directory)
            .ecKey("P-256", "ec.key")
            .certificate("ec.key", "ec.pem", "-addext", "subjectAltName=DNS:a.example,IP:192.0.2.1")
            .ecKey("P-256", "other.key")
            .certificate("other.key", "other.pem")
            .rsaKey(2048, "rsa.key")
            .certificate("rsa.key", "rsa.pem");
  }

  @Test
  void a_file_that_is_missing() {
    assertUnusable(
        "none.pem", "ec.key", path("none.pem") + " cannot be read: no such file or folder");
    assertUnusable(
        "ec.pem", "none.key", path("none.key") + " cannot be read: no such file or folder");
  }

  @Test
  void a_file_in_a_file() {
    assertUnusable("ec.pem/x", "ec.key", path("ec.pem/x") + " cannot be read: Not a directory");
  }

  @Test
  void a_directory() throws IOException {
    Files.createDirectories(path("directory"));

    assertUnusable("directory", "ec.key", path("directory") + " is a directory");
  }

  @Test
  void something_that_is_not_a_file() {
    assertUnusable("/dev/null", "ec.key", "/dev/null is not a regular file");
  }

  @Test
  void a_file_too_large_to_be_meant() throws IOException {
    Files.write(path("large.pem"), new byte[PemFile.MAX_FILE_BYTES + 1]);

    assertUnusable("large.pem", "ec.key", path("large.pem") + " is larger than 4 MiB");
  }

  @Test
  void a_file_without_a_certificate() throws IOException {
    Files.write(path("empty"), new byte[0]);
    String problem = " holds no certificate (BEGIN CERTIFICATE)";

    assertUnusable("empty", "ec.key", path("empty") + problem);
    assertUnusable("ec.key", "ec.key", path("ec.key") + problem);
  }

  @Test
  void a_certificate_that_is_not_pem() {
    openssl.run("x509", "-in", "ec.pem", "-outform", "DER", "-out", "ec.der");

    assertUnusable(
        "ec.der", "ec.key", path("ec.der") + " holds no certificate (BEGIN CERTIFICATE)");
  }

  @Test
  void a_file_without_a_key() {
    assertUnusable(
        "ec.pem", "ec.pem", path("ec.pem") + " holds no private key (BEGIN PRIVATE KEY)");
  }

  @Test
  void a_file_with_two_keys() {
    openssl.join("two.key", "ec.key", "other.key");

    assertUnusable("ec.pem", "two.key", path("two.key") + " holds more than one private key");
  }

  @Test
  void a_key_of_another_certificate() {
    String problem = " does not belong to the certificate in " + path("ec.pem");

    assertUnusable("ec.pem", "other.key", "the private key in " + path("other.key") + problem);
    assertUnusable("ec.pem", "rsa.key", "the private key in " + path("rsa.key") + problem);
  }

  @Test
  void a_key_of_another_certificate_that_does_not_state_its_public_half() {
    openssl.run("ec", "-in", "ec.key", "-no_public", "-out", "ec.bare");
    openssl.run("ec", "-in", "other.key", "-no_public", "-out", "other.bare");

    assertThatCode(() -> CertificatePair.load(path("ec.pem"), path("ec.bare")))
        .doesNotThrowAnyException();
    assertUnusable(
        "ec.pem",
        "other.bare",
        "the private key in "
            + path("other.bare")
            + " does not belong to the certificate in "
            + path("ec.pem"));
  }

  /** What is read back is damaged at worst, and then it is to be ordered anew. */
  @Test
  void a_pair_from_one_place_whose_key_is_damaged() throws Exception {
    openssl.run("ec", "-in", "ec.key", "-outform", "DER", "-out", "ec.der");
    ECPrivateKey key = ECPrivateKey.getInstance(Files.readAllBytes(openssl.path("ec.der")));
    ECPrivateKey damaged =
        new ECPrivateKey(
            256, key.getKey().flipBit(7), key.getPublicKey(), key.getParametersObject());
    String text = OpenSsl.pem("EC PRIVATE KEY", damaged.getEncoded()) + openssl.text("ec.pem");
    Path file = openssl.write("damaged.pem", text);

    assertThatExceptionOfType(UnusableCertificateException.class)
        .isThrownBy(() -> CertificatePair.parse(file, Files.readAllBytes(file)))
        .withMessageContaining("does not belong to the certificate");
  }

  /** The modulus is the certificate's; the rest of what makes a signature is not. */
  @Test
  void an_rsa_key_whose_numbers_do_not_belong_together() throws Exception {
    openssl.run("rsa", "-in", "rsa.key", "-traditional", "-outform", "DER", "-out", "rsa.der");
    RSAPrivateKey key = RSAPrivateKey.getInstance(Files.readAllBytes(openssl.path("rsa.der")));
    RSAPrivateKey wrong =
        new RSAPrivateKey(
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1().add(BigInteger.TWO),
            key.getExponent2(),
            key.getCoefficient());
    openssl.write("wrong.key", OpenSsl.pem("RSA PRIVATE KEY", wrong.getEncoded()));

    assertUnusable(
        "rsa.pem",
        "wrong.key",
        "the private key in "
            + path("wrong.key")
            + " does not belong to the certificate in "
            + path("rsa.pem"));
  }

  @Test
  void a_chain_that_does_not_begin_with_the_servers_certificate() {
    openssl.join("reversed.pem", "rsa.pem", "other.pem", "ec.pem");

    assertUnusable(
        "reversed.pem",
        "ec.key",
        "the private key in "
            + path("ec.key")
            + " belongs to certificate 3 in "
            + path("reversed.pem")
            + ": the server's own certificate must come first");
  }

  @Test
  void an_encrypted_key() {
    openssl
        .run("pkcs8", "-topk8", "-in", "ec.key", "-passout", "pass:x", "-out", "pkcs8.encrypted")
        .run(
            "rsa",
            "-in",
            "rsa.key",
            "-traditional",
            "-aes128",
            "-passout",
            "pass:x",
            "-out",
            "pkcs1.encrypted");

    assertUnusable(
        "ec.pem",
        "pkcs8.encrypted",
        path("pkcs8.encrypted")
            + " holds an encrypted private key: name its passphrase_file, or decrypt it");
    assertUnusable(
        "rsa.pem",
        "pkcs1.encrypted",
        path("pkcs1.encrypted")
            + " holds a private key that is encrypted in the old form of OpenSSL: convert it with"
            + " openssl pkcs8 -topk8");
  }

  @Test
  void keys_of_types_that_are_not_supported() {
    openssl
        .run("genpkey", "-algorithm", "ED25519", "-out", "ed25519.key")
        .certificate("ed25519.key", "ed25519.pem")
        .ecKey("secp256k1", "secp256k1.key")
        .run(
            "ecparam",
            "-name",
            "prime256v1",
            "-param_enc",
            "explicit",
            "-genkey",
            "-noout",
            "-out",
            "explicit.key")
        .rsaKey(1024, "rsa1024.key")
        .run(
            "genpkey",
            "-algorithm",
            "RSA-PSS",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
            "-out",
            "pss.key")
        .run("genpkey", "-algorithm", "X25519", "-out", "x25519.key");

    assertUnsupported("ed25519.pem", "ed25519.key", "Ed25519");
    assertUnsupported("ec.pem", "secp256k1.key", "ECDSA on another curve");
    assertUnsupported("ec.pem", "explicit.key", "ECDSA on another curve");
    assertUnsupported("rsa.pem", "rsa1024.key", "RSA of 1024 bits");
    assertUnsupported("rsa.pem", "pss.key", "RSASSA-PSS");
    assertUnsupported("ec.pem", "x25519.key", "1.3.101.110");
  }

  @Test
  void a_key_in_a_form_that_is_not_supported() {
    openssl.write("ssh.key", openssl.text("ec.key").replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"));

    assertUnusable(
        "ec.pem",
        "ssh.key",
        path("ssh.key") + " holds a key in a form that is not supported: OPENSSH PRIVATE KEY");
  }

  @Test
  void a_block_that_is_cut_off() {
    String text = openssl.text("ec.pem");
    openssl.write("cut.pem", text.substring(0, text.length() / 2));

    assertUnusable(
        "cut.pem", "ec.key", path("cut.pem") + " is not valid PEM: block 1 is cut off or garbled");
  }

  @Test
  void a_begin_line_that_is_cut_off_is_not_skipped() {
    String text = openssl.text("ec.pem");
    openssl.write("begin.pem", text + text.replace("CERTIFICATE-----", "CERTIFICATE---"));

    assertUnusable(
        "begin.pem",
        "ec.key",
        path("begin.pem") + " is not valid PEM: block 2 is cut off or garbled");
  }

  @Test
  void content_that_is_no_certificate_and_no_key() {
    openssl.write("lie.pem", openssl.text("ec.key").replace("PRIVATE KEY", "CERTIFICATE"));
    openssl.write("lie.key", openssl.text("ec.pem").replace("CERTIFICATE", "PRIVATE KEY"));

    assertUnusable("lie.pem", "ec.key", "certificate 1 in " + path("lie.pem") + " is garbled");
    assertUnusable("ec.pem", "lie.key", "the private key in " + path("lie.key") + " is garbled");
  }

  @Test
  void a_pair_cut_off_anywhere_is_unusable_and_nothing_else_happens() throws Exception {
    String text = openssl.text("ec.pem") + openssl.text("ec.key");
    int end = text.lastIndexOf("-----END PRIVATE KEY");
    for (int length = 0; length < end; length += 3) {
      Path cut = openssl.write("pair.pem", text.substring(0, length));

      assertThatExceptionOfType(UnusableCertificateException.class)
          .isThrownBy(() -> CertificatePair.load(cut, cut));
    }
  }

  @Test
  void a_mutated_pair_is_loaded_or_unusable_and_nothing_else_happens() {
    Seeds.each(random -> mutate(random, openssl.text("ec.pem") + openssl.text("ec.key")));
    Seeds.each(random -> mutate(random, openssl.text("rsa.pem") + openssl.text("rsa.key")));
  }

  private static void mutate(Random random, String text) {
    for (int round = 0; round < 300; round++) {
      StringBuilder mutant = new StringBuilder(text);
      for (int i = random.nextInt(3); i >= 0; i--) {
        String characters = "ABCDabcd0123+/=-\n ";
        char c = characters.charAt(random.nextInt(characters.length()));
        mutant.setCharAt(random.nextInt(mutant.length()), c);
      }
      Path file = openssl.write("mutant.pem", mutant.toString());

      assertThatCode(() -> loadOrRefuse(file)).doesNotThrowAnyException();
    }
  }

  private static void loadOrRefuse(Path file) {
    try {
      assertThat(CertificatePair.load(file, file).chain()).hasSize(1);
    } catch (UnusableCertificateException e) {
      assertThat(e).hasMessageContaining(file.toString()).message().doesNotContain("\n");
    }
  }

  private static void assertUnsupported(String certificate, String key, String type) {
    assertUnusable(
        certificate,
        key,
        path(key) + " holds a key of a type that is not supported (" + type + "): " + SUPPORTED);
  }

  private static void assertUnusable(String certificate, String key, String message) {
    assertThatExceptionOfType(UnusableCertificateException.class)
        .isThrownBy(() -> CertificatePair.load(path(certificate), path(key)))
        .withMessage(message);
  }

  private static Path path(String file) {
    return openssl.path(file);
  }
}
