package sekisho.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sekisho.metrics.Histogram;
import sekisho.metrics.Reason;

/**
 * How busy the proxy was between two samples; rates are per second.
 *
 * @param atMillis when that was, since the epoch
 * @param active open connections at its end
 * @param byClass requests by the first digit of their status, at its index; 0: none
 * @param errors only reasons that occurred
 * @param times of requests within the last samples; NaN where there was none
 */
record Point(
    long atMillis,
    long active,
    double handshakes,
    List<Double> byClass,
    Map<Reason, Double> errors,
    Percentiles times,
    double receivedBytes,
    double sentBytes) {
  private static final double MILLIS_PER_SECOND = 1000;

  Point {
    byClass = List.copyOf(byClass);
  }

  /** In seconds. */
  record Percentiles(double p50, double p90, double p99) {
    static Percentiles of(Histogram.Reading reading) {
      return new Percentiles(reading.quantile(0.5), reading.quantile(0.9), reading.quantile(0.99));
    }
  }

  /** Nothing is known yet but what is open. */
  static Point first(Sample sample) {
    return new Point(
        sample.at().toEpochMilli(),
        sample.active(),
        0,
        Collections.nCopies(sample.byClass().size(), 0.0),
        Map.of(),
        new Percentiles(Double.NaN, Double.NaN, Double.NaN),
        0,
        0);
  }

  /**
   * @param before the sample before
   * @param some one of the last samples, {@code before} or an earlier one: few requests say little
   *     of percentiles
   */
  static Point between(Sample before, Sample some, Sample now) {
    double seconds =
        Math.max(1, Duration.between(before.at(), now.at()).toMillis()) / MILLIS_PER_SECOND;
    List<Double> byClass = new ArrayList<>();
    for (int i = 0; i < now.byClass().size(); i++) {
      byClass.add((now.byClass().get(i) - before.byClass().get(i)) / seconds);
    }
    Map<Reason, Double> errors = new EnumMap<>(Reason.class);
    now.errors()
        .forEach((reason, count) -> {
          long added = count - before.errors().getOrDefault(reason, 0L);
          if (added > 0) {
            errors.put(reason, added / seconds);
          }
        });
    return new Point(
        now.at().toEpochMilli(),
        now.active(),
        (now.handshakes() - before.handshakes()) / seconds,
        byClass,
        errors,
        Percentiles.of(now.requestTimes().since(some.requestTimes())),
        (now.receivedBytes() - before.receivedBytes()) / seconds,
        (now.sentBytes() - before.sentBytes()) / seconds);
  }

  /** Of all classes. */
  double requests() {
    return byClass.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Of all reasons. */
  double errorRate() {
    return errors.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
