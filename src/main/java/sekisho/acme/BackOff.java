package sekisho.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to try again after failures: from a minute, twice as long each time, to six hours. */
final class BackOff {
  static final Duration FIRST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofHours(6);

  /** Let's Encrypt's limits are of a week at most; what asks for more is a mistake. */
  static final Duration LONGEST_ASKED_FOR = Duration.ofDays(8);

  private BackOff() {}

  /**
   * @param failures in a row, the last one included
   * @param retryAfter what the authority asked for, which is honoured when it is later
   */
  static Instant after(int failures, Instant now, Optional<Instant> retryAfter) {
    int doublings = Math.clamp(failures - 1L, 0, 10);
    Duration own = FIRST.multipliedBy(1L << doublings);
    Instant next = now.plus(own.compareTo(LONGEST) > 0 ? LONGEST : own);
    Instant asked = retryAfter.orElse(next);
    Instant bounded =
        asked.isAfter(now.plus(LONGEST_ASKED_FOR)) ? now.plus(LONGEST_ASKED_FOR) : asked;
    return bounded.isAfter(next) ? bounded : next;
  }
}
