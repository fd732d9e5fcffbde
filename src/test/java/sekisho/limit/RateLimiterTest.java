package sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.limit.Limits.client;
import static sekisho.limit.Limits.rate;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long nanos = -5 * SECOND;

  @Test
  void a_rested_key_takes_its_burst_at_once_and_not_one_more() {
    RateLimiter limiter = limiter(100, 200);

    assertThat(taken(limiter, 1000)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 10000000",
    "1, 1000000000",
    "0.5, 2000000000",
    "0.001, 1000000000000",
    "1000000, 1000",
    "2.5, 400000000"
  })
  void a_token_comes_back_at_the_nanosecond_at_which_it_is_due(double perSecond, long afterNanos) {
    RateLimiter limiter = limiter(perSecond, 3);
    taken(limiter, 3);

    assertThat(limiter.take(client(1))).isEqualTo(afterNanos);
    nanos += afterNanos - 1;
    assertThat(limiter.take(client(1))).isEqualTo(1);
    nanos += 1;

    assertThat(taken(limiter, 3)).isEqualTo(1);
  }

  @Test
  void a_key_that_rests_for_ever_gets_no_more_than_its_burst() {
    RateLimiter limiter = limiter(0.5, 2);
    taken(limiter, 2);

    nanos += TimeUnit.DAYS.toNanos(10_000);

    assertThat(taken(limiter, 10)).isEqualTo(2);
  }

  @Test
  void who_is_refused_pays_nothing_for_it() {
    RateLimiter limiter = limiter(1, 1);
    taken(limiter, 1);

    for (int i = 0; i < 1000; i++) {
      nanos += SECOND / 1000;
      limiter.take(client(1));
    }

    assertThat(limiter.take(client(1))).isEqualTo(SECOND);
  }

  @Test
  void keys_do_not_know_each_other() {
    RateLimiter limiter = limiter(1, 1);

    for (int i = 0; i < 1000; i++) {
      assertThat(limiter.take(client(i))).isZero();
      assertThat(limiter.take(client(i))).isEqualTo(SECOND);
    }
    assertThat(limiter.keys()).isEqualTo(1000);
  }

  @Test
  void a_clock_that_stands_still_gives_nothing() {
    RateLimiter limiter = limiter(1_000_000, 5);

    assertThat(taken(limiter, 10_000)).isEqualTo(5);
  }

  private RateLimiter limiter(double perSecond, int burst) {
    return new RateLimiter(rate(perSecond, burst), () -> nanos);
  }

  /** How many of so many attempts of one client succeed. */
  private static int taken(RateLimiter limiter, int attempts) {
    int taken = 0;
    for (int i = 0; i < attempts; i++) {
      if (limiter.take(client(1)) == 0) {
        taken++;
      }
    }
    return taken;
  }
}
