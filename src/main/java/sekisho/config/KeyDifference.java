package sekisho.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sekisho.config.Alignment.Match;
import sekisho.config.Difference.Change;

/**
 * How two files differ by their keys. Items of lists are found again where others were put before
 * them; one that has changed is compared with the one in whose place it stands.
 */
final class KeyDifference {
  /** A whole route is to be seen, and a screen is not to be filled. */
  private static final int MAX_CHARACTERS = 300;

  private final List<Change> changes = new ArrayList<>();
  private final List<Change> removed = new ArrayList<>();

  private KeyDifference() {}

  static List<Change> of(Written before, Written after) {
    KeyDifference difference = new KeyDifference();
    difference.compare(KeyPath.ROOT, before, after);
    difference.changes.addAll(difference.removed);
    return difference.changes;
  }

  private void compare(KeyPath path, Written before, Written after) {
    if (before.equals(after)) {
      return;
    }
    if (before instanceof Written.Keys old && after instanceof Written.Keys now) {
      keys(path, old, now);
    } else if (before instanceof Written.Items old && after instanceof Written.Items now) {
      items(path, old.items(), now.items());
    } else {
      changes.add(new Change.Changed(path.text(), shown(before), shown(after)));
    }
  }

  private void keys(KeyPath path, Written.Keys before, Written.Keys after) {
    Map<String, Written> earlier = before.map();
    Map<String, Written> later = after.map();
    later.forEach((key, value) -> {
      Written old = earlier.get(key);
      if (old == null) {
        changes.add(new Change.Added(path.key(key).text(), shown(value)));
      } else {
        compare(path.key(key), old, value);
      }
    });
    earlier.forEach((key, value) -> {
      if (!later.containsKey(key)) {
        removed.add(new Change.Removed(path.key(key).text(), shown(value)));
      }
    });
  }

  private void items(KeyPath path, List<Written> before, List<Written> after) {
    int old = 0;
    int now = 0;
    List<Match> matches = new ArrayList<>(Alignment.of(before, after));
    matches.add(new Match(before.size(), after.size()));
    for (Match match : matches) {
      while (old < match.before() && now < match.after()) {
        compare(path.item(now), before.get(old++), after.get(now++));
      }
      for (; now < match.after(); now++) {
        changes.add(new Change.Added(path.item(now).text(), shown(after.get(now))));
      }
      for (; old < match.before(); old++) {
        removed.add(new Change.Removed(path.item(old).text(), shown(before.get(old))));
      }
      old = match.before() + 1;
      now = match.after() + 1;
    }
  }

  private static String shown(Written value) {
    String text = value.text();
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
  }
}
