package sekisho.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits for what will happen, by looking again and again. The deadline is so far away that meeting
 * it is a failure of the subject, not of the machine.
 */
public final class Await {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration QUIET = Duration.ofMillis(700);

  private Await() {}

  /** Waits until {@code condition} holds; {@code what} says it in words for the failure. */
  public static void until(String what, BooleanSupplier condition) {
    present(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /** Waits until there is a value, and returns it. */
  public static <T> T present(String what, Supplier<Optional<T>> value) {
    long start = System.nanoTime();
    while (true) {
      Optional<T> found = value.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - start > DEADLINE.toNanos()) {
        throw new AssertionError("not within " + DEADLINE.toSeconds() + " s: " + what);
      }
      pause();
    }
  }

  /** Waits until a value has stopped changing, and returns it. */
  public static long settled(String what, LongSupplier value) {
    long[] last = {value.getAsLong(), System.nanoTime()};
    until(
        what,
        () -> {
          long now = value.getAsLong();
          if (now != last[0]) {
            last[0] = now;
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > QUIET.toNanos();
        });
    return last[0];
  }

  /** Lets time pass where the passing of time is what the test is about: rates, and silences. */
  public static void passing(Duration time) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      pause();
    }
  }

  private static void pause() {
    if (Thread.interrupted()) {
      throw new AssertionError("interrupted while waiting: the test's own time limit was met");
    }
    LockSupport.parkNanos(LOOK_EVERY.toNanos());
  }
}
