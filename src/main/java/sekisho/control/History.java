package sekisho.control;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sekisho.config.ConfigurationText;

/** The texts of the last generations, for whoever wants to compare them. Thread-safe. */
final class History {
  /** A megabyte each at most, and usually some kilobytes. */
  private static final int MAX_GENERATIONS = 20;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /** What a generation was made of, and when. */
  record Entry(int number, Instant loadedAt, ConfigurationText text) {}

  synchronized void add(Entry entry) {
    entries.addLast(entry);
    if (entries.size() > MAX_GENERATIONS) {
      entries.removeFirst();
    }
  }

  /** The oldest first; the last one is in force. */
  synchronized List<Entry> all() {
    return List.copyOf(entries);
  }

  synchronized Optional<Entry> of(int number) {
    return entries.stream().filter(entry -> entry.number() == number).findFirst();
  }
}
