package sekisho.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What two lists have in common, in order: a longest common subsequence, between the beginning and
 * the end that are the same. Where what lies between is too much to look at, nothing of it is
 * common.
 */
final class Alignment {
  /** Some milliseconds and megabytes. */
  private static final long MAX_CELLS = 4_000_000;

  /** Where an item stands in one list, and where in the other. */
  record Match(int before, int after) {}

  private Alignment() {}

  static <T> List<Match> of(List<T> before, List<T> after) {
    int shorter = Math.min(before.size(), after.size());
    int begin = 0;
    while (begin < shorter && before.get(begin).equals(after.get(begin))) {
      begin++;
    }
    int end = 0;
    while (end < shorter - begin
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < begin; i++) {
      matches.add(new Match(i, i));
    }
    between(
            before.subList(begin, before.size() - end),
            after.subList(begin, after.size() - end),
            begin)
        .forEach(matches::add);
    for (int i = end; i > 0; i--) {
      matches.add(new Match(before.size() - i, after.size() - i));
    }
    return matches;
  }

  private static <T> List<Match> between(List<T> before, List<T> after, int offset) {
    int rows = before.size();
    int columns = after.size();
    if ((long) rows * columns > MAX_CELLS) {
      return List.of();
    }
    int[][] common = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Match> matches = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < rows && j < columns) {
      if (before.get(i).equals(after.get(j))) {
        matches.add(new Match(offset + i++, offset + j++));
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return matches;
  }
}
