package sekisho.route;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by string prefix, the longest first.
 *
 * <p>The prefixes are sorted. Whatever prefix a text has, it is the greatest entry not after the
 * text, or a prefix of that entry: so one binary search finds where to begin, and each entry knows
 * the next shorter one.
 */
final class PrefixTable<T> {
  private final String[] sorted;

  /** In the order of {@code sorted}. */
  private final List<Entry<T>> entries = new ArrayList<>();

  /** A prefix with its value, and the longest other entry that is a prefix of it. */
  record Entry<T>(String prefix, T value, @Nullable Entry<T> shorter) {}

  PrefixTable(Map<String, T> values) {
    this.sorted = values.keySet().stream().sorted().toArray(String[]::new);
    Deque<Entry<T>> enclosing = new ArrayDeque<>();
    new TreeMap<>(values)
        .forEach((prefix, value) -> {
          while (!enclosing.isEmpty() && !prefix.startsWith(enclosing.peek().prefix())) {
            enclosing.pop();
          }
          Entry<T> entry = new Entry<>(prefix, value, enclosing.peek());
          enclosing.push(entry);
          entries.add(entry);
        });
  }

  /** The entry of the longest prefix of {@code text}; null: none. */
  @Nullable Entry<T> longest(String text) {
    int found = Arrays.binarySearch(sorted, text);
    int floor = found >= 0 ? found : -found - 2;
    Entry<T> entry = floor < 0 ? null : entries.get(floor);
    while (entry != null && !text.startsWith(entry.prefix())) {
      entry = entry.shorter();
    }
    return entry;
  }
}
