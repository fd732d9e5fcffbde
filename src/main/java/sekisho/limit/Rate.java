package sekisho.limit;

import java.math.BigInteger;

/**
 * How fast tokens come, as an exact fraction in lowest terms, so that no rounding adds up.
 *
 * @param tokens how many come in a period
 * @param periodNanos the period
 */
record Rate(long tokens, long periodNanos) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int THOUSANDTHS = 1000;

  /**
   * From here on fractions are dropped. Then {@code tokens * periodNanos} is less than 2^63, and
   * the bucket's arithmetic stays in whole numbers.
   */
  private static final int WHOLE_FROM = 1000;

  /** Taken to the thousandth, and to the whole from a thousand per second. */
  static Rate perSecond(double rate) {
    long thousandths =
        rate < WHOLE_FROM ? Math.round(rate * THOUSANDTHS) : Math.round(rate) * THOUSANDTHS;
    long period = THOUSANDTHS * NANOS_PER_SECOND;
    long divisor = BigInteger.valueOf(thousandths).gcd(BigInteger.valueOf(period)).longValueExact();
    return new Rate(thousandths / divisor, period / divisor);
  }
}
