package sekisho.http;

import java.util.concurrent.TimeUnit;
import sekisho.metrics.Reason;
import sekisho.model.HttpRoute.ClientSettings;

/**
 * How long the next piece of a request body may take: the longest pause, or less where the body as
 * a whole would become too slow by it.
 *
 * <p>Only the time counts in which we wait for the client; while the upstream takes nothing, nobody
 * is slow but the upstream.
 */
final class BodyPace {
  /** What a connection may take to get going before its average is looked at. */
  private static final long GRACE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final long pauseMillis;
  private final long minBytesPerSecond;
  private long waitedNanos;
  private long bytes;

  BodyPace(ClientSettings settings) {
    this.pauseMillis = settings.bodyTimeout().toMillis();
    this.minBytesPerSecond = settings.bodyMinBytesPerSecond();
  }

  /** How long the next piece may take from now on; at least 1 ms. */
  long patienceMillis() {
    return Math.clamp(untilTooSlowMillis(), 1, pauseMillis);
  }

  /** We have waited for the client. */
  void waited(long nanos) {
    waitedNanos += nanos;
  }

  /** The client has sent that much of the body by now, without framing. */
  void received(long bytesInAll) {
    bytes = bytesInAll;
  }

  /** Why a client whose patience is used up is refused. */
  Reason lost() {
    return untilTooSlowMillis() > 0 ? Reason.REQUEST_BODY_TIMEOUT : Reason.REQUEST_BODY_TOO_SLOW;
  }

  /** When the average falls below the least, if nothing comes. */
  private long untilTooSlowMillis() {
    if (minBytesPerSecond == 0) {
      return Long.MAX_VALUE;
    }
    double enoughForMillis = bytes * 1000.0 / minBytesPerSecond;
    return Math.max(GRACE_MILLIS, (long) enoughForMillis)
        - TimeUnit.NANOSECONDS.toMillis(waitedNanos);
  }
}
