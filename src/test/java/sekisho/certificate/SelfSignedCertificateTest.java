package sekisho.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.model.ServerNamePattern;

class SelfSignedCertificateTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void it_is_for_the_names_and_addresses_asked_for() throws Exception {
    List<InetAddress> addresses =
        List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    CertificatePair pair =
        SelfSignedCertificate.create(CLOCK, List.of("localhost", "*.Sekisho.test"), addresses);

    assertThat(pair.names())
        .containsExactly(
            ServerNamePattern.parse("localhost"), ServerNamePattern.parse("*.sekisho.test"));
    assertThat(pair.addresses()).isEqualTo(addresses);
    assertThat(pair.isEcdsa()).isTrue();
  }

  @Test
  void it_is_valid_for_90_days_and_signed_by_its_own_key() throws Exception {
    X509Certificate certificate = localhost().leaf();

    certificate.verify(certificate.getPublicKey());
    assertThat(localhost().notAfter()).isEqualTo(NOW.plus(Duration.ofDays(90)));
    assertThat(localhost().notBefore()).isBefore(NOW);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void no_two_are_the_same() {
    CertificatePair first = localhost();
    CertificatePair second = localhost();

    assertThat(first.leaf().getSerialNumber())
        .isPositive()
        .isNotEqualTo(second.leaf().getSerialNumber());
    assertThat(first.key()).isNotEqualTo(second.key());
  }

  @Test
  void a_long_name_is_taken() {
    String name = "a".repeat(63) + "." + "b".repeat(63);

    CertificatePair pair = SelfSignedCertificate.create(CLOCK, List.of(name), List.of());

    assertThat(pair.names()).containsExactly(ServerNamePattern.parse(name));
  }

  @Test
  void one_for_nobody_is_not_made() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SelfSignedCertificate.create(CLOCK, List.of(), List.of()));
  }

  private static CertificatePair localhost() {
    return SelfSignedCertificate.create(CLOCK, List.of("localhost"), List.of());
  }
}
