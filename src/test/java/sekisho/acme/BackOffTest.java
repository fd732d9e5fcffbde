package sekisho.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "1, PT1M",
    "2, PT2M",
    "3, PT4M",
    "8, PT2H8M",
    "9, PT4H16M",
    "10, PT6H",
    "1000000, PT6H"
  })
  void each_failure_doubles_it_up_to_six_hours(int failures, Duration after) {
    assertThat(BackOff.after(failures, NOW, Optional.empty())).isEqualTo(NOW.plus(after));
  }

  @Test
  void what_the_authority_asks_for_counts_when_it_is_longer() {
    Instant asked = NOW.plus(Duration.ofHours(30));

    assertThat(BackOff.after(1, NOW, Optional.of(asked))).isEqualTo(asked);
    assertThat(BackOff.after(1, NOW, Optional.of(NOW.plusSeconds(5))))
        .isEqualTo(NOW.plusSeconds(60));
    assertThat(BackOff.after(1, NOW, Optional.of(Instant.EPOCH))).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void nobody_is_left_alone_for_years() {
    assertThat(BackOff.after(1, NOW, Optional.of(Instant.MAX)))
        .isEqualTo(NOW.plus(Duration.ofDays(8)));
  }
}
