package sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Upstreams that share the work of a route; one alone is the usual case.
 *
 * @param <U> what an upstream is: a server, or the base URL of one
 * @param shares in the order of the configuration; never empty
 * @param balance how the work is shared
 * @param maxFails failures in a row after which an upstream of several rests; 0: it never does
 * @param failTimeout how long it rests
 * @param healthCheck what is asked of every one of them in between; empty: nothing
 */
public record UpstreamGroup<U>(
    List<Share<U>> shares,
    Balance balance,
    int maxFails,
    Duration failTimeout,
    Optional<HealthCheck> healthCheck) {
  /** A set of them fits into a {@code long}. */
  public static final int MAX_SIZE = 64;

  public static final int DEFAULT_MAX_FAILS = 3;
  public static final Duration DEFAULT_FAIL_TIMEOUT = Duration.ofSeconds(10);

  public UpstreamGroup {
    shares = List.copyOf(shares);
    Require.that(!shares.isEmpty(), "a group has at least one upstream");
    Require.that(shares.size() <= MAX_SIZE, "a group has at most " + MAX_SIZE + " upstreams");
    Require.that(maxFails >= 0, "maxFails must not be negative");
    Require.positive(failTimeout, "failTimeout");
  }

  /** One upstream alone. */
  public static <U> UpstreamGroup<U> of(U upstream) {
    return of(List.of(new Share<>(upstream, 1)), Balance.ROUND_ROBIN);
  }

  /** A group whose upstreams rest after the usual number of failures, and are not checked. */
  public static <U> UpstreamGroup<U> of(List<Share<U>> shares, Balance balance) {
    return new UpstreamGroup<>(
        shares, balance, DEFAULT_MAX_FAILS, DEFAULT_FAIL_TIMEOUT, Optional.empty());
  }

  /** Whether there is one upstream alone. */
  public boolean isLone() {
    return shares.size() == 1;
  }

  /**
   * Failures in a row after which one of them rests; 0: none ever does. One alone never rests:
   * nobody would do its work meanwhile.
   */
  public int failsBeforeRest() {
    return isLone() ? 0 : maxFails;
  }

  /** The first one, which every other resembles in all but where it is. */
  public U first() {
    return shares.getFirst().upstream();
  }

  /** As in the configuration, with commas between them. */
  @Override
  public String toString() {
    return String.join(", ", shares.stream().map(share -> share.upstream().toString()).toList());
  }

  /** How work is shared. */
  public enum Balance {
    /** In turn, as often as its weight says. */
    ROUND_ROBIN,
    /** To whoever has the least in hand, for its weight. */
    LEAST_CONNECTIONS
  }

  /**
   * @param weight how much of the work it gets, beside the others' weights
   */
  public record Share<U>(U upstream, int weight) {
    public static final int MAX_WEIGHT = 100;

    public Share {
      Require.that(
          weight >= 1 && weight <= MAX_WEIGHT, "weight must be 1 to " + MAX_WEIGHT + ": " + weight);
    }
  }

  /**
   * @param path what is asked for, by GET
   * @param interval from the end of one check to the next
   * @param timeout the bound on one
   * @param statuses what counts as healthy
   */
  public record HealthCheck(
      String path, Duration interval, Duration timeout, StatusRange statuses) {
    public HealthCheck {
      Require.that(path.startsWith("/"), "a path begins with /: " + path);
      Require.positive(interval, "interval");
      Require.positive(timeout, "timeout");
    }
  }

  /** Statuses from {@code first} to {@code last}, both included. */
  public record StatusRange(int first, int last) {
    public boolean contains(int status) {
      return status >= first && status <= last;
    }
  }
}
