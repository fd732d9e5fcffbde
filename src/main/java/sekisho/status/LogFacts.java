package sekisho.status;

import java.util.List;
import sekisho.journal.JournalEntry;

/**
 * The latest lines of the program's log, and of the access log those that tell of errors.
 *
 * @param lastId what to ask on from; 0: there was no line yet
 * @param entries the oldest first; client's text in them is escaped
 */
public record LogFacts(long lastId, List<JournalEntry> entries) {
  public LogFacts {
    entries = List.copyOf(entries);
  }
}
