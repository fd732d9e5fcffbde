package sekisho.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The latest lines of one log; the oldest go when there are too many, or too long ones. */
final class Ring {
  private final int maxLines;
  private final int maxChars;
  private final Deque<JournalEntry> lines = new ArrayDeque<>();
  private int chars;

  Ring(int maxLines, int maxChars) {
    this.maxLines = maxLines;
    this.maxChars = maxChars;
  }

  /**
   * @param lastId of all rings; counted here, so that ids grow in the order of the lines
   */
  synchronized void add(
      AtomicLong lastId, Instant at, JournalEntry.Level level, String source, String text) {
    lines.addLast(
        new JournalEntry(
            lastId.incrementAndGet(), at.truncatedTo(ChronoUnit.MILLIS), level, source, text));
    chars += text.length();
    while (lines.size() > maxLines || chars > maxChars) {
      chars -= lines.removeFirst().text().length();
    }
  }

  synchronized void collect(long since, JournalEntry.Level least, List<JournalEntry> into) {
    for (JournalEntry line : lines) {
      if (line.id() > since && line.level().compareTo(least) >= 0) {
        into.add(line);
      }
    }
  }
}
