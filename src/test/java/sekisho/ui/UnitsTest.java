package sekisho.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers with units, times with zones. */
class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "131000, 128 KiB",
    "9223372036854775807, 8 EiB"
  })
  void bytesHaveBinaryUnits(double number, String text) {
    assertThat(Units.bytes(number)).isEqualTo(text.replace(' ', '\u00a0'));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, –",
    "0, 0 s",
    "0.00025, 250 µs",
    "0.0018712, 1.87 ms",
    "2.5, 2.5 s",
    "60, 60 s"
  })
  void secondsHaveTheUnitThatFits(double seconds, String text) {
    assertThat(Units.seconds(seconds)).isEqualTo(text.replace(' ', '\u00a0'));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.04, 0", "0.44, 0.4", "99.94, 99.9", "1234.4, '1,234'"})
  void ratesAreShort(double rate, String text) {
    assertThat(Units.rate(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT12S, 12 s",
    "PT63S, 1 min 3 s",
    "PT11M5S, 11 min",
    "PT3H4M, 3 h 4 min",
    "P40D, 40 d"
  })
  void agesHaveTheirTwoLargestUnits(Duration age, String text) {
    assertThat(Units.age(age)).isEqualTo(text.replace(' ', '\u00a0'));
  }

  @Test
  void timesHaveTheZoneOfTheMachine() {
    Instant now = Instant.parse("2026-11-23T03:12:45Z");
    Times tokyo = new Times(Clock.fixed(now, ZoneOffset.UTC), ZoneId.of("Asia/Tokyo"));
    Times utc = new Times(tokyo.clock(), ZoneOffset.UTC);

    assertThat(tokyo.full(now)).isEqualTo("2026-11-23 12:12:45 JST");
    assertThat(utc.time(now)).isEqualTo("03:12:45 UTC");
    assertThat(utc.relative(now.plusSeconds(86_400 * 12))).isEqualTo("in 12\u00a0d");
    assertThat(utc.relative(now.minusSeconds(5))).isEqualTo("5\u00a0s ago");
    assertThat(utc.relative(now)).isEqualTo("now");
  }
}
