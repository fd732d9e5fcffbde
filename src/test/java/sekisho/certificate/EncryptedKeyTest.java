package sekisho.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptedKeyTest {
  @TempDir private static Path directory;
  private static OpenSsl openssl;

  @BeforeAll
  static void makeFiles() {
    openssl =
        new OpenSsl(directory)
            .ecKey("P-256", "ec.key")
            .certificate("ec.key", "ec.pem")
            .rsaKey(2048, "rsa.key")
            .certificate("rsa.key", "rsa.pem");
    openssl.run("pkcs8", "-topk8", "-in", "ec.key", "-passout", "pass:x", "-out", "sealed.key");
  }

  @ParameterizedTest
  @CsvSource({
    "ec, -v2 aes-256-cbc -v2prf hmacWithSHA256",
    "rsa, -v2 aes-128-cbc -iter 100000",
    "rsa, -v2 des3",
    "ec, -scrypt"
  })
  void it_is_opened_with_the_first_line_of_the_passphrase_file(String type, String how)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("pkcs8", "-topk8", "-in", type + ".key"));
    command.addAll(List.of("-passout", "pass:ge heim", "-out", type + ".sealed"));
    command.addAll(List.of(how.split(" ")));
    openssl.run(command.toArray(String[]::new));
    openssl.write("passphrase", "ge heim\r\nsecond line\n");

    CertificatePair pair = load(type + ".pem", type + ".sealed", "passphrase");

    assertThat(pair.key())
        .isEqualTo(
            CertificatePair.load(openssl.path(type + ".pem"), openssl.path(type + ".key")).key());
  }

  @Test
  void a_passphrase_that_is_not_needed_does_no_harm() throws Exception {
    assertThat(load("ec.pem", "ec.key", "no such file").isEcdsa()).isTrue();
  }

  @Test
  void a_passphrase_that_does_not_open_it() {
    openssl.write("wrong", "y\n");
    openssl.write("empty", "\nx\n");
    openssl.write("large", "x".repeat(64 * 1024 + 1));

    assertUnusable(
        "wrong",
        "the private key in "
            + openssl.path("sealed.key")
            + " cannot be decrypted with the passphrase in "
            + openssl.path("wrong"));
    assertUnusable("empty", openssl.path("empty") + " holds no passphrase in its first line");
    assertUnusable("large", openssl.path("large") + " is larger than 64 KiB");
    assertUnusable("none", openssl.path("none") + " cannot be read: no such file or folder");
  }

  private static void assertUnusable(String passphrase, String message) {
    assertThatExceptionOfType(UnusableCertificateException.class)
        .isThrownBy(() -> load("ec.pem", "sealed.key", passphrase))
        .withMessage(message);
  }

  private static CertificatePair load(String certificate, String key, String passphrase)
      throws UnusableCertificateException {
    return CertificatePair.load(
        openssl.path(certificate), openssl.path(key), Optional.of(openssl.path(passphrase)));
  }
}
