package sekisho.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustAnchorsTest {
  @TempDir private Path directory;
  private OpenSsl openssl;

  @BeforeEach
  void makeFiles() {
    openssl =
        new OpenSsl(directory)
            .ecKey("P-256", "a.key")
            .certificate("a.key", "a.pem", "-subj", "/CN=A")
            .certificate("a.key", "b.pem", "-subj", "/CN=B");
  }

  @Test
  void a_bundle_is_read_in_its_order() throws Exception {
    Path bundle = openssl.join("bundle.pem", "a.pem", "b.pem");

    assertThat(TrustAnchors.load(bundle))
        .map(c -> c.getSubjectX500Principal().getName())
        .containsExactly("CN=A", "CN=B");
  }

  @Test
  void a_bundle_that_is_missing_empty_or_half_garbled_is_unusable() throws Exception {
    Path missing = openssl.path("missing.pem");
    Path empty = Files.createFile(openssl.path("empty.pem"));
    Path garbled = openssl.path("garbled.pem");
    Files.writeString(
        garbled,
        openssl.text("a.pem") + openssl.text("a.key").replace("PRIVATE KEY", "CERTIFICATE"));

    assertUnusable(missing, missing + " cannot be read: no such file or folder");
    assertUnusable(empty, empty + " holds no certificate (BEGIN CERTIFICATE)");
    assertUnusable(garbled, "certificate 2 in " + garbled + " is garbled");
  }

  @Test
  void the_first_usable_bundle_of_the_system_is_taken() {
    Path missing = openssl.path("missing.pem");
    Path broken = openssl.path("a.key");
    Path bundle = openssl.path("b.pem");

    assertThat(TrustAnchors.firstUsable(List.of(missing, broken, bundle)))
        .map(c -> c.getSubjectX500Principal().getName())
        .containsExactly("CN=B");
  }

  @Test
  void without_a_bundle_the_jdk_is_asked() {
    assertThat(TrustAnchors.firstUsable(List.of())).hasSizeGreaterThan(50);
  }

  @Test
  void the_system_trusts_somebody() throws Exception {
    assertThat(TrustAnchors.system(null)).isNotEmpty();
    assertThat(TrustAnchors.system("")).isNotEmpty();
  }

  @Test
  void a_file_named_by_the_environment_stands_in_the_place_of_the_systems() throws Exception {
    assertThat(TrustAnchors.system(openssl.path("b.pem").toString()))
        .map(c -> c.getSubjectX500Principal().getName())
        .containsExactly("CN=B");
  }

  @Test
  void a_file_named_by_the_environment_that_is_missing_is_not_passed_over() {
    Path missing = openssl.path("missing.pem");

    assertThatExceptionOfType(UnusableCertificateException.class)
        .isThrownBy(() -> TrustAnchors.system(missing.toString()))
        .withMessage("SSL_CERT_FILE: " + missing + " cannot be read: no such file or folder");
  }

  private static void assertUnusable(Path pem, String message) {
    assertThatExceptionOfType(UnusableCertificateException.class)
        .isThrownBy(() -> TrustAnchors.load(pem))
        .withMessage(message);
  }
}
