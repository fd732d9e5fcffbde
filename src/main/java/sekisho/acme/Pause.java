package sekisho.acme;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Waiting on purpose. */
interface Pause {
  /** Returns at {@code moment} or later. */
  void until(Instant moment) throws InterruptedException;

  /** By the clock of the machine. */
  static Pause of(Clock clock) {
    return moment -> {
      Duration left = Duration.between(clock.instant(), moment);
      if (left.isPositive()) {
        Thread.sleep(left);
      }
    };
  }
}
