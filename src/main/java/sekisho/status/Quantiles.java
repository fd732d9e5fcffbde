package sekisho.status;

import java.util.Optional;

/**
 * How long something took, all that was measured since the program began; each quantile is the
 * upper bound of a bucket or lies within it.
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
  /** Nothing was measured. */
  public static final Quantiles NONE =
      new Quantiles(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
