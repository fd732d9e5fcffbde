package sekisho.system;

import java.util.Optional;

/** How many tasks ran or waited to run, on average over 1, 5 and 15 minutes (/proc/loadavg). */
public record LoadAverage(double one, double five, double fifteen) {
  private static final String DECIMAL = "[0-9]{1,15}(\\.[0-9]{1,15})?";

  static Optional<LoadAverage> parse(String loadavg) {
    Words words = Words.of(loadavg);
    for (int i = 0; i < 3; i++) {
      if (!words.word(i).matches(DECIMAL)) {
        return Optional.empty();
      }
    }
    return Optional.of(new LoadAverage(load(words, 0), load(words, 1), load(words, 2)));
  }

  private static double load(Words words, int index) {
    return Double.parseDouble(words.word(index));
  }
}
