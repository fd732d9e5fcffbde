package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sekisho.metrics.Reason;
import sekisho.model.HttpRoute.ClientSettings;

class BodyPaceTest {

  @Test
  void without_a_least_rate_every_pause_may_be_as_long_as_the_longest() {
    BodyPace pace = pace(60, 0);
    pace.waited(TimeUnit.HOURS.toNanos(5));

    assertThat(pace.patienceMillis()).isEqualTo(60_000);
    assertThat(pace.lost()).isEqualTo(Reason.REQUEST_BODY_TIMEOUT);
  }

  @Test
  void the_average_counts_after_five_seconds() {
    BodyPace pace = pace(60, 1000);

    assertThat(pace.patienceMillis()).isEqualTo(5_000);
    waited(pace, 2_000);
    assertThat(pace.patienceMillis()).isEqualTo(3_000);
    pace.received(4_999);
    assertThat(pace.patienceMillis()).isEqualTo(3_000);
    waited(pace, 3_000);
    assertThat(pace.lost()).isEqualTo(Reason.REQUEST_BODY_TOO_SLOW);
  }

  @Test
  void what_was_sent_early_buys_time() {
    BodyPace pace = pace(60, 1000);
    waited(pace, 1_000);
    pace.received(20_000);

    assertThat(pace.patienceMillis()).isEqualTo(19_000);
  }

  @Test
  void a_pause_is_never_longer_than_the_longest() {
    BodyPace pace = pace(3, 1000);
    pace.received(1_000_000_000_000L);

    assertThat(pace.patienceMillis()).isEqualTo(3_000);
    assertThat(pace.lost()).isEqualTo(Reason.REQUEST_BODY_TIMEOUT);
  }

  @Test
  void a_body_that_is_too_slow_already_gets_a_moment_and_no_more() {
    BodyPace pace = pace(60, 1_000);
    waited(pace, 10_000);

    assertThat(pace.patienceMillis()).isEqualTo(1);
    assertThat(pace.lost()).isEqualTo(Reason.REQUEST_BODY_TOO_SLOW);
  }

  private static void waited(BodyPace pace, long millis) {
    pace.waited(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static BodyPace pace(int pauseSeconds, int bytesPerSecond) {
    return new BodyPace(
        new ClientSettings(
            0, Duration.ofSeconds(pauseSeconds), bytesPerSecond, Duration.ofSeconds(60)));
  }
}
