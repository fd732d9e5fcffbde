package sekisho.ui;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sekisho.live.LiveConnections;
import sekisho.metrics.Histogram;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;

/**
 * What was counted up to a moment, since the program began.
 *
 * @param active open connections of clients
 * @param byClass requests by the first digit of their status, at its index; 0: none
 * @param errors of reasons that occurred
 * @param requestTimes of HTTP requests
 */
record Sample(
    Instant at,
    long active,
    long handshakes,
    List<Long> byClass,
    Map<Reason, Long> errors,
    Histogram.Reading requestTimes,
    long receivedBytes,
    long sentBytes) {
  private static final int CLASSES = 6;

  Sample {
    byClass = List.copyOf(byClass);
  }

  static Sample of(Meters meters, LiveConnections connections, Instant at) {
    long[] byClass = new long[CLASSES];
    for (int status = 0; status <= Meters.MAX_STATUS; status++) {
      byClass[status / 100] += meters.requests(status);
    }
    Map<Reason, Long> errors = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      long count = meters.errors(reason);
      if (count > 0) {
        errors.put(reason, count);
      }
    }
    var traffic = connections.traffic();
    return new Sample(
        at,
        meters.activeConnections(),
        meters.handshakes(),
        Arrays.stream(byClass).boxed().toList(),
        errors,
        meters.requestSeconds(),
        traffic.received(),
        traffic.sent());
  }

  /** Requests of all classes. */
  long requests() {
    return byClass.stream().mapToLong(Long::longValue).sum();
  }
}
