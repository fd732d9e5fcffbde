package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SelfSignedCertificate;
import sekisho.certificate.UnusableCertificateException;
import sekisho.testing.Command;
import sekisho.testing.LogLines;
import sekisho.testing.Tools;

class ExpiryWarningsTest {
  @TempDir static Path folder;
  static CertificatePair pair;

  @AutoClose private final LogLines lines = LogLines.of(ExpiryWarnings.class);
  private Instant now;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final ExpiryWarnings warnings = new ExpiryWarnings(clock, List.of());

  @BeforeAll
  static void make() throws UnusableCertificateException {
    pair = lasting(90);
  }

  private static CertificatePair lasting(int days) throws UnusableCertificateException {
    Path key = folder.resolve(days + ".key");
    Path certificate = folder.resolve(days + ".pem");
    Command.run(
            Tools.require("openssl").toString(),
            "req",
            "-x509",
            "-nodes",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-subj",
            "/CN=a.example.com",
            "-days",
            Integer.toString(days),
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString())
        .mustSucceed();
    return CertificatePair.load(certificate, key);
  }

  @ParameterizedTest
  @CsvSource({"90, 14", "43, 14", "30, 10", "6, 2"})
  void soon_is_14_days_or_the_last_third_of_a_short_life(int days, int soon)
      throws UnusableCertificateException {
    CertificatePair made = lasting(days);

    assertThat(Duration.between(made.expiresSoonFrom(), made.notAfter()))
        .isBetween(Duration.ofDays(soon).minusMinutes(1), Duration.ofDays(soon).plusMinutes(1));
  }

  @Test
  void it_is_said_once_a_day_from_then_on() {
    now = pair.expiresSoonFrom();
    warnings.look(List.of(pair));
    assertThat(lines.texts()).isEmpty();

    now = pair.expiresSoonFrom().plusSeconds(1);
    warnings.look(List.of(pair));
    warnings.look(List.of(pair));
    now = now.plus(Duration.ofDays(1));
    warnings.look(List.of(pair));

    assertThat(lines.texts())
        .hasSize(2)
        .allMatch(("the certificate of CN=a.example.com expires at " + pair.notAfter())::equals);
  }

  @Test
  void what_the_start_has_said_is_said_again_a_day_later() {
    now = pair.expiresSoonFrom().plusSeconds(1);
    ExpiryWarnings afterStart = new ExpiryWarnings(clock, List.of(pair));

    afterStart.look(List.of(pair));
    assertThat(lines.texts()).isEmpty();
    now = now.plus(Duration.ofDays(1));
    afterStart.look(List.of(pair));

    assertThat(lines.texts()).hasSize(1);
  }

  @Test
  void an_expired_one_is_called_so_and_one_that_is_replaced_is_not_spoken_of() {
    now = pair.notAfter().plusSeconds(1);

    warnings.look(List.of(SelfSignedCertificate.create(clock, List.of("localhost"), List.of())));
    assertThat(lines.texts()).isEmpty();
    warnings.look(List.of(pair));

    assertThat(lines.texts()).singleElement().asString().contains("has expired at");
  }
}
