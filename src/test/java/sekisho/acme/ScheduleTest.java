package sekisho.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sekisho.acme.CertificateState.Suggestion;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SerialNumber;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateKeyType;
import sekisho.model.ChallengeType;
import sekisho.model.Place;

class ScheduleTest {
  private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final X509Certificate LEAF = MadeCertificate.valid(BEGIN, BEGIN.plus(LIFETIME), 5);
  private static final CertificatePair PAIR = MadeCertificate.pair(LEAF, MadeCertificate.KEYS);
  private static final AcmeIdentifier NAME = MadeCertificate.name("a.example");

  @Test
  void what_is_not_there_is_due_at_once_and_after_failures_when_they_allow() {
    Instant allowed = BEGIN.plusSeconds(60);

    assertThat(next(Optional.empty(), CertificateState.NEW, NAME)).isEqualTo(Instant.MIN);
    assertThat(
            next(
                Optional.empty(),
                CertificateState.NEW.failed(Failure.Whose.CERTIFICATE, BEGIN, Optional.empty()),
                NAME))
        .isEqualTo(allowed);
  }

  @Test
  void what_a_wrong_clock_has_put_off_for_years_is_not_waited_for() {
    CertificateState state =
        CertificateState.NEW.failed(
            Failure.Whose.CERTIFICATE, BEGIN.plus(Duration.ofDays(3650)), Optional.empty());

    assertThat(next(Optional.empty(), state, NAME)).isEqualTo(Instant.MIN);
  }

  @Test
  void what_was_put_off_for_as_long_as_may_be_is_waited_for_though_the_clock_is_set_back() {
    Instant longest = BEGIN.plusSeconds(2).plus(BackOff.LONGEST_ASKED_FOR);
    CertificateState state =
        CertificateState.NEW.failed(
            Failure.Whose.AUTHORITY, BEGIN.plusSeconds(2), Optional.of(longest));

    assertThat(next(Optional.empty(), state, NAME)).isEqualTo(longest);
  }

  @Test
  void a_certificate_for_others_or_with_another_key_is_due_at_once() {
    WantedCertificate wanted = new WantedCertificate("a.example", List.of(NAME));

    assertThat(next(Optional.of(PAIR), CertificateState.NEW, NAME)).isAfter(BEGIN);
    assertThat(next(Optional.of(PAIR), CertificateState.NEW, MadeCertificate.name("b.example")))
        .isEqualTo(Instant.MIN);
    assertThat(
            Schedule.next(
                wanted,
                settings(CertificateKeyType.RSA2048, NAME),
                Optional.of(PAIR),
                CertificateState.NEW,
                BEGIN))
        .isEqualTo(Instant.MIN);
  }

  @Test
  void a_suggestion_counts_for_the_certificate_it_is_about() {
    Instant start = BEGIN.plus(Duration.ofDays(10));
    CertificateState about = suggested(start, SerialNumber.of(LEAF));
    CertificateState aboutAnother = suggested(start, "ff");

    assertThat(next(Optional.of(PAIR), about, NAME))
        .isBetween(start, start.plus(Duration.ofDays(1)));
    assertThat(next(Optional.of(PAIR), aboutAnother, NAME))
        .isAfter(BEGIN.plus(Duration.ofDays(50)));
  }

  @Test
  void an_authority_that_always_says_now_is_not_asked_all_the_time() {
    CertificateState always = suggested(BEGIN.minus(Duration.ofDays(3)), SerialNumber.of(LEAF));

    assertThat(next(Optional.of(PAIR), always, NAME)).isEqualTo(BEGIN.plus(Duration.ofHours(6)));
  }

  private static CertificateState suggested(Instant start, String serial) {
    return CertificateState.NEW.suggested(
        Optional.of(
            new Suggestion(
                start, start.plus(Duration.ofDays(1)), Optional.empty(), BEGIN, serial)));
  }

  private static Instant next(
      Optional<CertificatePair> pair, CertificateState state, AcmeIdentifier identifier) {
    return Schedule.next(
        new WantedCertificate(identifier.text(), List.of(identifier)),
        settings(CertificateKeyType.EC256, identifier),
        pair,
        state,
        BEGIN);
  }

  private static AcmeSettings settings(CertificateKeyType type, AcmeIdentifier identifier) {
    return new AcmeSettings(
        URI.create("https://ca.example/directory"),
        URI.create("https://ca.example/directory"),
        List.of(),
        List.of(identifier),
        false,
        Optional.empty(),
        List.of(ChallengeType.TLS_ALPN_01),
        Path.of("unused"),
        new Place(1, 1, "proxy.tls.acme"),
        type,
        Optional.empty(),
        Optional.empty());
  }
}
