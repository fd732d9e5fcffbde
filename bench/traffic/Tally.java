import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of how many visits. Any thread. */
final class Tally {
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  void add(String kind, String outcome) {
    counts.computeIfAbsent(kind + " " + outcome, absent -> new LongAdder()).increment();
  }

  /** Lines of {@code KIND OUTCOME COUNT}. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    counts.forEach((key, count) -> lines.append(key).append(' ').append(count).append('\n'));
    return lines.toString();
  }
}
