package sekisho.system;

import java.util.List;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/**
 * A line of a file of /proc, by its words. Asking for one that is not there gives an empty one, so
 * that lines which other kernels make shorter need no care.
 */
final class ProcLine {
  private final String[] words;

  private ProcLine(String line) {
    StringTokenizer tokens = new StringTokenizer(line);
    words = new String[tokens.countTokens()];
    for (int i = 0; i < words.length; i++) {
      words[i] = tokens.nextToken();
    }
  }

  static ProcLine of(String line) {
    return new ProcLine(line);
  }

  /**
   * The fields of proc_pid_stat(5) from the one behind the name, which is the third: the name
   * stands in parentheses and may hold anything, parentheses and blanks too.
   */
  static ProcLine ofStat(String stat) {
    return new ProcLine(stat.substring(stat.lastIndexOf(')') + 1));
  }

  /** The lines of a file. */
  static List<ProcLine> lines(String text) {
    return text.lines().map(ProcLine::new).toList();
  }

  int count() {
    return words.length;
  }

  String word(int index) {
    return index < words.length ? words[index] : "";
  }

  OptionalLong number(int index) {
    return Numeral.parse(word(index));
  }

  /** Whether all words from {@code first} to {@code last} are numbers. */
  boolean areNumbers(int first, int last) {
    for (int i = first; i <= last; i++) {
      if (number(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Where {@link #areNumbers} holds. */
  long value(int index) {
    return number(index).orElseThrow();
  }
}
