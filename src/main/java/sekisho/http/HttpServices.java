package sekisho.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import sekisho.metrics.Meters;
import sekisho.runtime.Drain;

/**
 * What a connection needs of the program, the same for all of them.
 *
 * @param meters what is counted
 * @param accessLog where each request gets its line
 * @param drain whether the program is stopping
 */
public record HttpServices(Meters meters, AccessLog accessLog, Drain drain) {

  /** A request is over; called on {@code loop}. */
  void log(AccessEntry entry, EventExecutor loop) {
    meters.request(entry.status(), entry.reason());
    if (entry.isExchange()) {
      meters.requestTook(TimeUnit.MICROSECONDS.toNanos(entry.durationMicros()));
    }
    if (entry.dryRun() != null) {
      meters.dryRun(entry.dryRun());
    }
    accessLog.add(entry, loop);
  }
}
