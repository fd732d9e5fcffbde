package sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.limit.Limits.client;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

/** What holds for every rate and burst, whenever requests come. */
class RateLimiterPropertiesTest {
  private static final int LIMITS = 300;
  private static final int REQUESTS = 500;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long nanos;

  @Test
  void it_agrees_with_exact_arithmetic_about_every_request_and_every_wait() {
    Seeds.each(random -> {
      for (int i = 0; i < LIMITS; i++) {
        BigDecimal perSecond = anyRate(random);
        int burst = 1 + random.nextInt(random.nextBoolean() ? 5 : 1000);
        nanos = random.nextLong() / 2;
        RateLimiter limiter = limiter(perSecond, burst);
        ExactBucket exact = new ExactBucket(perSecond, burst, nanos);
        for (int n = 0; n < REQUESTS; n++) {
          nanos += anyPause(random, perSecond);
          boolean there = exact.take(nanos);
          long wait = limiter.take(client(1));

          assertThat(wait == 0)
              .as("%s/s, burst %s, request %s", perSecond, burst, n)
              .isEqualTo(there);
          if (!there) {
            assertThat(nanos + wait).as("%s/s", perSecond).isEqualTo(exact.nextToken());
          }
        }
      }
    });
  }

  @Test
  void no_window_of_time_has_more_than_the_burst_and_what_came_back_in_it() {
    Seeds.each(random -> {
      for (int i = 0; i < LIMITS; i++) {
        BigDecimal perSecond = anyRate(random);
        int burst = 1 + random.nextInt(20);
        RateLimiter limiter = limiter(perSecond, burst);
        List<Long> admitted = new ArrayList<>();
        for (int n = 0; n < REQUESTS; n++) {
          nanos += anyPause(random, perSecond);
          if (limiter.take(client(1)) == 0) {
            admitted.add(nanos);
          }
        }
        for (int from = 0; from < admitted.size(); from++) {
          for (int to = from; to < admitted.size(); to++) {
            BigDecimal seconds = BigDecimal.valueOf(admitted.get(to) - admitted.get(from), 9);
            assertThat(BigDecimal.valueOf(to - from + 1L))
                .as("%s/s, burst %s", perSecond, burst)
                .isLessThanOrEqualTo(perSecond.multiply(seconds).add(BigDecimal.valueOf(burst)));
          }
        }
      }
    });
  }

  @Test
  void who_waits_as_long_as_retry_after_says_is_admitted() {
    Seeds.each(random -> {
      for (int i = 0; i < LIMITS; i++) {
        RateLimiter limiter = limiter(anyRate(random), 1 + random.nextInt(5));
        for (int n = 0; n < 20; n++) {
          nanos += random.nextLong(SECOND);
          long wait = limiter.take(client(1));
          if (wait > 0) {
            nanos += Math.ceilDiv(wait, SECOND) * SECOND;
            assertThat(limiter.take(client(1))).isZero();
          }
        }
      }
    });
  }

  private RateLimiter limiter(BigDecimal perSecond, int burst) {
    return new RateLimiter(Limits.rate(perSecond.doubleValue(), burst), () -> nanos);
  }

  /** Fractions to the thousandth below a thousand, whole ones up to a million. */
  private static BigDecimal anyRate(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> BigDecimal.valueOf(1 + random.nextInt(2000), 3);
      case 1 -> BigDecimal.valueOf(1 + random.nextInt(999_999), 3);
      case 2 -> BigDecimal.valueOf(1 + random.nextInt(1000));
      default -> BigDecimal.valueOf(1000 + random.nextInt(999_001));
    };
  }

  /** About as long as a token takes: now none, now some, at times hours. */
  private static long anyPause(Random random, BigDecimal perSecond) {
    long token = (long) (SECOND / perSecond.doubleValue());
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> 0;
      case 3 -> random.nextInt(3);
      case 4 -> token;
      case 5 -> Math.max(0, token - 1 + random.nextInt(3));
      case 6 -> random.nextInt(100) == 0 ? TimeUnit.HOURS.toNanos(5) : 1;
      default -> random.nextLong(2 * token + 1);
    };
  }
}
