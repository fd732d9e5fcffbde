package sekisho.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.acme.RenewalTime.SuggestedWindow;

class RenewalTimeTest {
  private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // of 90 days: 2/3 are 60, jitter takes up to 3
    "P90D, P57D, P60D",
    "P10D, PT152H, PT160H",
    // of less than 10 days: the half
    "PT160H, PT74H, PT80H",
    "P6D, PT67H12M, P3D",
    "PT60S, PT28S, PT30S"
  })
  void a_certificate_is_renewed_at_two_thirds_of_its_life_or_at_half_of_a_short_one(
      Duration lifetime, Duration earliest, Duration latest) {
    for (long serial = 1; serial <= 50; serial++) {
      Instant at = RenewalTime.of(made(lifetime, serial), Optional.empty());

      assertThat(at).isBetween(BEGIN.plus(earliest), BEGIN.plus(latest));
    }
  }

  @Test
  void many_certificates_of_one_hour_do_not_come_back_in_one_hour() {
    TreeSet<Instant> times = new TreeSet<>();
    for (long serial = 1; serial <= 50; serial++) {
      times.add(RenewalTime.of(made(Duration.ofDays(90), serial), Optional.empty()));
    }

    assertThat(Duration.between(times.first(), times.last())).isGreaterThan(Duration.ofDays(2));
  }

  @Test
  void the_same_certificate_has_the_same_time_however_often_it_is_asked() {
    X509Certificate certificate = made(Duration.ofDays(90), 7);
    SuggestedWindow window = window(Duration.ofDays(30), Duration.ofDays(32));

    assertThat(RenewalTime.of(certificate, Optional.empty()))
        .isEqualTo(RenewalTime.of(certificate, Optional.empty()));
    assertThat(RenewalTime.of(certificate, Optional.of(window)))
        .isEqualTo(RenewalTime.of(certificate, Optional.of(window)));
  }

  @Test
  void a_suggested_window_is_kept_to_and_all_of_it_is_used() {
    SuggestedWindow window = window(Duration.ofDays(30), Duration.ofDays(32));
    TreeSet<Instant> times = new TreeSet<>();
    for (long serial = 1; serial <= 200; serial++) {
      times.add(RenewalTime.of(made(Duration.ofDays(90), serial), Optional.of(window)));
    }

    assertThat(times.first()).isBetween(window.start(), window.start().plus(Duration.ofHours(2)));
    assertThat(times.last()).isBetween(window.end().minus(Duration.ofHours(2)), window.end());
  }

  @Test
  void a_sixth_of_the_lifetime_is_left_whatever_is_suggested() {
    SuggestedWindow late = window(Duration.ofDays(85), Duration.ofDays(100));

    assertThat(RenewalTime.of(made(Duration.ofDays(90), 1), Optional.of(late)))
        .isEqualTo(BEGIN.plus(Duration.ofDays(75)));
  }

  @Test
  void a_window_in_the_past_is_past() {
    SuggestedWindow past = window(Duration.ofDays(-3), Duration.ofDays(-2));

    assertThat(RenewalTime.of(made(Duration.ofDays(90), 1), Optional.of(past))).isBefore(BEGIN);
  }

  private static SuggestedWindow window(Duration from, Duration to) {
    return new SuggestedWindow(BEGIN.plus(from), BEGIN.plus(to));
  }

  private static X509Certificate made(Duration lifetime, long serial) {
    return MadeCertificate.valid(BEGIN, BEGIN.plus(lifetime), serial);
  }
}
