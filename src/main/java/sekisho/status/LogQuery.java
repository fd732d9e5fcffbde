package sekisho.status;

import sekisho.journal.JournalEntry.Level;

/**
 * Which of the latest log lines to give.
 *
 * @param level those of this and above
 * @param sinceId those with a greater id; 0: all that are kept
 * @param limit at most so many, the latest
 */
public record LogQuery(Level level, long sinceId, int limit) {
  public static final int DEFAULT_LIMIT = 100;
  public static final int MAX_LIMIT = 2000;

  public LogQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ": " + limit);
    }
  }
}
