package sekisho.limit;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import sekisho.model.ConnectionLimit;
import sekisho.model.LimitKey;
import sekisho.model.RateLimit;

/** Says in words what a limit does, wherever it is shown. */
public final class LimitWords {
  private LimitWords() {}

  /** As {@code 200 at once, then one every 10 ms, per client address (IPv6 by /64); else 429}. */
  public static String of(RateLimit limit) {
    Rate rate = Rate.perSecond(limit.requestsPerSecond());
    String then =
        rate.tokens() == 1
            ? "one every " + time(rate.periodNanos())
            : perSecond(rate) + " per second";
    return limit.burst()
        + " at once, then "
        + then
        + ", "
        + per(limit.key())
        + otherwise(Integer.toString(limit.status()), limit.dryRun());
  }

  /** As {@code 100 requests in flight in all; else 503}. */
  public static String ofRequests(ConnectionLimit limit) {
    return count(limit.max(), "request")
        + " in flight "
        + per(limit.key())
        + otherwise(Integer.toString(limit.status()), limit.dryRun());
  }

  /**
   * As {@code 5 connections per client address (IPv6 by /64); else drop}.
   *
   * @param manner how one too many ends
   */
  public static String ofConnections(ConnectionLimit limit, String manner) {
    return count(limit.max(), "connection")
        + " "
        + per(limit.key())
        + otherwise(manner, limit.dryRun());
  }

  private static String otherwise(String refusal, boolean dryRun) {
    return dryRun ? "; a dry run: nothing is refused" : "; else " + refusal;
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String per(LimitKey key) {
    return switch (key) {
      case LimitKey.ClientIp _ -> "per client address (IPv6 by /64)";
      case LimitKey.Global _ -> "in all";
      case LimitKey.Header(String name) ->
          "per value of " + name + " (without one, per client address)";
    };
  }

  private static String perSecond(Rate rate) {
    return plain(
        BigDecimal.valueOf(rate.tokens())
            .multiply(BigDecimal.valueOf(TimeUnit.SECONDS.toNanos(1)))
            .divide(BigDecimal.valueOf(rate.periodNanos())));
  }

  /** In the largest unit of which it is at least one. */
  private static String time(long nanos) {
    if (nanos >= TimeUnit.SECONDS.toNanos(1)) {
      return plain(BigDecimal.valueOf(nanos, 9)) + " s";
    }
    return nanos >= TimeUnit.MILLISECONDS.toNanos(1)
        ? plain(BigDecimal.valueOf(nanos, 6)) + " ms"
        : plain(BigDecimal.valueOf(nanos, 3)) + " µs";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
