package sekisho.limit;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A token bucket in arithmetic that is never rounded: what the limiter has to agree with. It counts
 * in parts of which a token has a trillion, so that a thousandth of a token per second is one part
 * in a nanosecond.
 */
final class ExactBucket {
  private static final BigInteger TOKEN = BigInteger.TEN.pow(12);

  private final BigInteger full;
  private final BigInteger partsPerNano;
  private BigInteger parts;
  private long at;

  /**
   * @param perSecond with three decimals at most
   */
  ExactBucket(BigDecimal perSecond, int burst, long nanos) {
    full = TOKEN.multiply(BigInteger.valueOf(burst));
    partsPerNano = perSecond.movePointRight(3).toBigIntegerExact();
    parts = full;
    at = nanos;
  }

  /** Takes a token, if there is one. */
  boolean take(long nanos) {
    pass(nanos);
    boolean there = parts.compareTo(TOKEN) >= 0;
    if (there) {
      parts = parts.subtract(TOKEN);
    }
    return there;
  }

  /** The first nanosecond at which there is a token. */
  long nextToken() {
    BigInteger missing = TOKEN.subtract(parts).max(BigInteger.ZERO);
    BigInteger[] wait = missing.divideAndRemainder(partsPerNano);
    return at + wait[0].longValueExact() + (wait[1].signum() > 0 ? 1 : 0);
  }

  private void pass(long nanos) {
    parts = parts.add(partsPerNano.multiply(BigInteger.valueOf(nanos - at))).min(full);
    at = nanos;
  }
}
