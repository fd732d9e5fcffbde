package sekisho.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long things took: how many of them fell into each of a few fixed buckets.
 *
 * <p>Observing is two additions, from every thread. A reading is a moment's, not a snapshot: what
 * is observed meanwhile may be in its counts and not in its sum.
 */
public final class Histogram {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] boundsNanos;
  private final LongAdder[] counts;
  private final LongAdder sumNanos = new LongAdder();

  /**
   * What was observed up to a moment.
   *
   * @param buckets in order of their bounds; the last one has no bound
   */
  public record Reading(List<Bucket> buckets, double sumSeconds) {
    public Reading {
      buckets = List.copyOf(buckets);
    }

    /** How many were observed. */
    public long count() {
      return buckets.stream().mapToLong(Bucket::count).sum();
    }

    /** What came since {@code earlier}, a reading of the same histogram. */
    public Reading since(Reading earlier) {
      List<Bucket> since = new ArrayList<>();
      for (int i = 0; i < buckets.size(); i++) {
        Bucket now = buckets.get(i);
        since.add(new Bucket(now.upToSeconds(), now.count() - earlier.buckets.get(i).count()));
      }
      return new Reading(since, sumSeconds - earlier.sumSeconds);
    }

    /**
     * About how long the {@code q}-th part of them took at most, in seconds: exact to its bucket,
     * and within that as if they were spread evenly. What is in the last bucket is taken for its
     * lower bound; nothing observed is NaN.
     *
     * @param q from 0 to 1
     */
    public double quantile(double q) {
      long all = count();
      double rank = q * all;
      double below = 0;
      double from = 0;
      for (Bucket bucket : buckets) {
        if (bucket.count() > 0 && below + bucket.count() >= rank) {
          return bucket.isBounded()
              ? from + (bucket.upToSeconds() - from) * Math.max(0, rank - below) / bucket.count()
              : from;
        }
        below += bucket.count();
        from = bucket.upToSeconds();
      }
      return Double.NaN;
    }
  }

  /**
   * @param upToSeconds the longest that belongs here; infinite for the last one
   * @param count in this bucket alone, not in those before
   */
  public record Bucket(double upToSeconds, long count) {
    boolean isBounded() {
      return upToSeconds != Double.POSITIVE_INFINITY;
    }
  }

  /**
   * @param bounds ascending; a last bucket is for what took longer
   */
  Histogram(List<Duration> bounds) {
    boundsNanos = bounds.stream().mapToLong(Duration::toNanos).toArray();
    counts = Stream.generate(LongAdder::new).limit(bounds.size() + 1L).toArray(LongAdder[]::new);
  }

  /** Something took so long. */
  public void observe(long nanos) {
    int bucket = 0;
    // Most are short: the first bounds decide, and a binary search would guess wrong more often.
    while (bucket < boundsNanos.length && nanos > boundsNanos[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(nanos);
  }

  public Reading reading() {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      double upTo =
          i < boundsNanos.length ? boundsNanos[i] / NANOS_PER_SECOND : Double.POSITIVE_INFINITY;
      buckets.add(new Bucket(upTo, counts[i].sum()));
    }
    return new Reading(buckets, sumNanos.sum() / NANOS_PER_SECOND);
  }
}
