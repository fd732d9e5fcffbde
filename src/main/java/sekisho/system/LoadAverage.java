package sekisho.system;

import java.util.Optional;

/** How many tasks ran or waited to run, on average over 1, 5 and 15 minutes (/proc/loadavg). */
public record LoadAverage(double one, double five, double fifteen) {
  private static final String DECIMAL = "[0-9]{1,15}(\\.[0-9]{1,15})?";

  static Optional<LoadAverage> parse(String loadavg) {
    ProcLine line = ProcLine.of(loadavg);
    for (int i = 0; i < 3; i++) {
      if (!line.word(i).matches(DECIMAL)) {
        return Optional.empty();
      }
    }
    return Optional.of(new LoadAverage(load(line, 0), load(line, 1), load(line, 2)));
  }

  private static double load(ProcLine line, int index) {
    return Double.parseDouble(line.word(index));
  }
}
