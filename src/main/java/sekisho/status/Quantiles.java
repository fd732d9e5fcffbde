package sekisho.status;

import java.util.Optional;
import sekisho.metrics.Histogram;

/**
 * How long something took, all that was measured since the program began; quantiles are exact to a
 * bucket of the histogram.
 *
 * @param count how many were measured
 * @param meanSecs empty: none was
 * @param p50Secs half took no longer
 * @param p90Secs nine of ten took no longer
 * @param p99Secs all but one of a hundred took no longer
 */
public record Quantiles(
    long count,
    Optional<Double> meanSecs,
    Optional<Double> p50Secs,
    Optional<Double> p90Secs,
    Optional<Double> p99Secs) {
  static Quantiles of(Histogram.Reading reading) {
    long count = reading.count();
    return new Quantiles(
        count,
        count == 0 ? Optional.empty() : Optional.of(reading.sumSeconds() / count),
        quantile(reading, 0.5),
        quantile(reading, 0.9),
        quantile(reading, 0.99));
  }

  private static Optional<Double> quantile(Histogram.Reading reading, double q) {
    return Optional.of(reading.quantile(q)).filter(Double::isFinite);
  }
}
