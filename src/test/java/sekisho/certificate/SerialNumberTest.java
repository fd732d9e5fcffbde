package sekisho.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialNumberTest {
  @TempDir private static Path directory;

  /** What openssl is told, it writes. */
  @ParameterizedTest
  @ValueSource(strings = {"00", "05", "10", "80", "0685426A5E2B", "685426A5E2B0", "-05", "-80"})
  void is_written_as_openssl_writes_it(String hex) throws Exception {
    OpenSsl openssl = new OpenSsl(directory).ecKey("P-256", "a.key");
    String sign = hex.startsWith("-") ? "-" : "";
    openssl.certificate(
        "a.key", "a.pem", "-set_serial", sign + "0x" + hex.substring(sign.length()));
    openssl.run("x509", "-in", "a.pem", "-noout", "-serial", "-out", "serial");

    assertThat(openssl.text("serial")).isEqualTo("serial=" + hex + "\n");
    assertThat(
            SerialNumber.of(
                CertificatePair.load(openssl.path("a.pem"), openssl.path("a.key")).leaf()))
        .isEqualTo(hex.toLowerCase(Locale.ROOT));
  }
}
