package sekisho.limit;

/**
 * Which of the parts of a map a key is in: event loops that look for different keys do not meet.
 */
final class Striping {
  /** Many more than event loops, so that two of them seldom want the same. */
  static final int STRIPES = 64;

  /** 2^32 divided by the golden ratio: neighbouring hashes are spread (Knuth, TAOCP 3, §6.4). */
  private static final int SPREAD = 0x9E3779B9;

  private Striping() {}

  static int of(ClientKey key) {
    return (key.hashCode() * SPREAD) >>> (Integer.numberOfLeadingZeros(STRIPES) + 1);
  }
}
