package sekisho.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latest lines of the program's log, and of the access log those of requests that went wrong;
 * each kind has a ring of its own, so that a flood of the one does not wash away the other.
 *
 * <p>Safe from every thread; its locks are held for one line, or for the few of one event loop.
 */
public final class Journal {
  private static final int MAX_PROGRAM_LINES = 1000;
  private static final int MAX_ACCESS_LINES = 500;

  /** Of each ring; a char of what is kept here is a byte, as it is ASCII with few exceptions. */
  private static final int MAX_CHARS = 1 << 20;

  private final AtomicLong lastId = new AtomicLong();
  private final Ring program = new Ring(MAX_PROGRAM_LINES, MAX_CHARS);
  private final Ring access = new Ring(MAX_ACCESS_LINES, MAX_CHARS);

  /** The program says something. */
  public void add(Instant at, JournalEntry.Level level, String source, String text) {
    program.add(lastId, at, level, source, PlainText.of(text));
  }

  /**
   * A request went wrong.
   *
   * @param line as the access log has it, without its end
   */
  public void addAccess(Instant at, JournalEntry.Level level, String line) {
    access.add(lastId, at, level, "access", PlainText.of(line));
  }

  /** The id of the last line; 0: there was none. */
  public long lastId() {
    return lastId.get();
  }

  /**
   * @param since only those with a greater id
   * @param least only those that are as bad as that
   * @param limit at most so many, the latest
   * @return the oldest first
   */
  public List<JournalEntry> since(long since, JournalEntry.Level least, int limit) {
    List<JournalEntry> found = new ArrayList<>();
    program.collect(since, least, found);
    access.collect(since, least, found);
    found.sort(Comparator.comparingLong(JournalEntry::id));
    return List.copyOf(found.subList(Math.max(0, found.size() - limit), found.size()));
  }
}
