package sekisho.ui;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers with their units, for people. */
final class Units {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final double KIBI = 1024;

  /** Narrow and not broken at a line's end: between a number and its unit. */
  private static final String SPACE = "\u00a0";

  private Units() {}

  /** As {@code 12,345}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** As {@code 1.5 MiB}. */
  static String bytes(double number) {
    int unit = 0;
    double value = number;
    while (Math.abs(value) >= KIBI && unit < BINARY.length - 1) {
      value /= KIBI;
      unit++;
    }
    return (unit == 0 ? Long.toString(Math.round(value)) : threeDigits(value))
        + SPACE
        + BINARY[unit];
  }

  /** As {@code 0}, {@code 0.4}, {@code 12.3} or {@code 1,234}: how many per second. */
  static String rate(double perSecond) {
    if (perSecond >= 100) {
      return count(Math.round(perSecond));
    }
    return perSecond < 0.05 ? "0" : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  /** As {@code 850 µs}, {@code 1.25 ms} or {@code 2.5 s}; NaN: {@code –}. */
  static String seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      return "–";
    }
    if (seconds >= 1 || seconds <= 0) {
      return threeDigits(seconds) + SPACE + "s";
    }
    return seconds >= 0.001
        ? threeDigits(seconds * 1e3) + SPACE + "ms"
        : Math.round(seconds * 1e6) + SPACE + "µs";
  }

  /** As {@code 3 d 4 h}, {@code 5 min 3 s} or {@code 12 s}: the two largest units. */
  static String age(Duration duration) {
    Duration span = duration.abs();
    if (span.toDays() > 0) {
      return pair(span.toDays(), "d", span.toHoursPart(), "h");
    }
    if (span.toHours() > 0) {
      return pair(span.toHours(), "h", span.toMinutesPart(), "min");
    }
    if (span.toMinutes() > 0) {
      return pair(span.toMinutes(), "min", span.toSecondsPart(), "s");
    }
    return span.toSeconds() + SPACE + "s";
  }

  private static String pair(long large, String largeUnit, int small, String smallUnit) {
    String first = large + SPACE + largeUnit;
    return small == 0 || large >= 10 ? first : first + SPACE + small + SPACE + smallUnit;
  }

  private static String threeDigits(double value) {
    return new BigDecimal(value)
        .round(new MathContext(3, RoundingMode.HALF_UP))
        .stripTrailingZeros()
        .toPlainString();
  }
}
