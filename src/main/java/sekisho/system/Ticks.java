package sekisho.system;

/** The kernel's unit of CPU time towards programs, USER_HZ (time(7)). */
final class Ticks {
  /** On every Linux that Java runs on. */
  private static final double PER_SECOND = 100;

  private Ticks() {}

  static double seconds(long ticks) {
    return ticks / PER_SECOND;
  }
}
