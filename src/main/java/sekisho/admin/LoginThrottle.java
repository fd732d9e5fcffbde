package sekisho.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes guessing slow, without locking out whoever does not guess.
 *
 * <p>Each source, an address or a browser that has come in before, has five attempts; then it waits
 * after each failure, a second at first, twice as long each time, a minute at most. A user of whom
 * there were ten failures from anywhere is guessed at by many: then a source that is new to him
 * waits once, 16 seconds at most, before its attempt is looked at. So who guesses gets slower, and
 * who knows the password comes in after that time, whatever others do meanwhile; in a browser that
 * he came in with before, at once.
 *
 * <p>Every attempt counts as failed until it is known to have succeeded, so that many at once are
 * counted. Bounded: the least recent sources are forgotten, and all after an hour. Thread-safe.
 */
final class LoginThrottle {
  private static final int FREE_ATTEMPTS = 5;
  private static final int FREE_ATTEMPTS_AT_USER = 10;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT_AT_USER = Duration.ofSeconds(16);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int MAX_ENTRIES = 10_000;

  private final LongSupplier nanoTime;
  private final Map<String, Tally> sources = bounded();
  private final Map<String, Tally> users = bounded();

  /** When a source may try at a user whom many guess at. */
  private final Map<Waiting, Long> waiting = bounded();

  LoginThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Waiting(String source, String user) {}

  /**
   * @param failures in a row
   * @param last when the last one was
   * @param until when the next attempt may be
   */
  private record Tally(int failures, long last, long until) {}

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MAX_ENTRIES;
      }
    };
  }

  /**
   * Before an attempt is looked at.
   *
   * @param known whether the source has come in as this user before
   * @return zero: it may be, and counts as failed until {@link #succeeded}; else how long to wait
   */
  synchronized Duration attempt(String source, String user, boolean known) {
    long now = nanoTime.getAsLong();
    Tally ofSource = tally(sources, source, now);
    if (ofSource.until() - now > 0) {
      return Duration.ofNanos(ofSource.until() - now);
    }
    Tally ofUser = tally(users, user, now);
    if (!known && ofUser.failures() >= FREE_ATTEMPTS_AT_USER) {
      Duration wait = waitAtUser(new Waiting(source, user), ofUser.failures(), now);
      if (!wait.isZero()) {
        return wait;
      }
    }
    int failures = ofSource.failures() + 1;
    sources.put(
        source,
        new Tally(failures, now, now + wait(failures, FREE_ATTEMPTS, LONGEST_WAIT).toNanos()));
    if (!known) {
      users.put(user, new Tally(ofUser.failures() + 1, now, now));
    }
    return Duration.ZERO;
  }

  private Duration waitAtUser(Waiting who, int failures, long now) {
    Long until = waiting.get(who);
    if (until == null || now - until > FORGOTTEN_AFTER.toNanos()) {
      Duration wait = wait(failures, FREE_ATTEMPTS_AT_USER, LONGEST_WAIT_AT_USER);
      waiting.put(who, now + wait.toNanos());
      return wait;
    }
    if (until - now > 0) {
      return Duration.ofNanos(until - now);
    }
    waiting.remove(who);
    return Duration.ZERO;
  }

  /** The attempt was good: its source begins anew, and its failure is taken back. */
  synchronized void succeeded(String source, String user) {
    sources.remove(source);
    Tally ofUser = users.get(user);
    if (ofUser != null && ofUser.failures() > 0) {
      users.put(user, new Tally(ofUser.failures() - 1, ofUser.last(), ofUser.until()));
    }
  }

  private static Tally tally(Map<String, Tally> tallies, String key, long now) {
    Tally tally = tallies.get(key);
    return tally == null || now - tally.last() > FORGOTTEN_AFTER.toNanos()
        ? new Tally(0, now, now)
        : tally;
  }

  private static Duration wait(int failures, int free, Duration longest) {
    if (failures < free) {
      return Duration.ZERO;
    }
    // 2^20 seconds are beyond any bound.
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - free, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
