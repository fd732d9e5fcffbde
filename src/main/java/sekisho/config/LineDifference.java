package sekisho.config;

import java.util.ArrayList;
import java.util.List;
import sekisho.config.Alignment.Match;
import sekisho.config.Difference.Line;

/** How two texts differ by their lines. */
final class LineDifference {
  /** Unchanged lines before and behind those that differ. */
  private static final int CONTEXT = 3;

  private LineDifference() {}

  static List<Line> of(String before, String after) {
    if (before.equals(after)) {
      return List.of();
    }
    return around(all(before.lines().toList(), after.lines().toList()));
  }

  private static List<Line> all(List<String> before, List<String> after) {
    List<Line> lines = new ArrayList<>();
    int old = 0;
    int now = 0;
    List<Match> matches = new ArrayList<>(Alignment.of(before, after));
    matches.add(new Match(before.size(), after.size()));
    for (Match match : matches) {
      for (; old < match.before(); old++) {
        lines.add(new Line.Removed(old + 1, before.get(old)));
      }
      for (; now < match.after(); now++) {
        lines.add(new Line.Added(now + 1, after.get(now)));
      }
      if (old < before.size()) {
        lines.add(new Line.Kept(old + 1, now + 1, after.get(now)));
      }
      old++;
      now++;
    }
    return lines;
  }

  private static List<Line> around(List<Line> all) {
    boolean[] shown = new boolean[all.size()];
    for (int i = 0; i < all.size(); i++) {
      if (!(all.get(i) instanceof Line.Kept)) {
        int end = Math.min(all.size() - 1, i + CONTEXT);
        for (int near = Math.max(0, i - CONTEXT); near <= end; near++) {
          shown[near] = true;
        }
      }
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (shown[i]) {
        lines.add(all.get(i));
      }
    }
    return lines;
  }
}
