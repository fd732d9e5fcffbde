/** Latencies in nanoseconds, kept to within 1 % up to about a minute. Not safe for threads. */
final class Histogram {
  /** Buckets per power of two. */
  private static final int STEPS = 128;

  private static final int STEP_BITS = 7;

  private final long[] counts = new long[STEPS * 32];
  private long total;

  void add(long nanos) {
    counts[bucket(Math.max(nanos, 0))]++;
    total++;
  }

  long total() {
    return total;
  }

  double millis(double quantile) {
    long rank = (long) Math.ceil(total * quantile);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return lowest(i) / 1e6;
      }
    }
    throw new IllegalStateException("fewer latencies than were counted");
  }

  private static int bucket(long nanos) {
    int power = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - STEP_BITS);
    int index = power * STEPS + (int) (nanos >>> power);
    return Math.min(index, STEPS * 32 - 1);
  }

  private static long lowest(int index) {
    int power = Math.max(0, index / STEPS - 1);
    return (long) (index - power * STEPS) << power;
  }
}
