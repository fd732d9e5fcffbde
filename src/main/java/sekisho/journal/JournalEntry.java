package sekisho.journal;

import java.time.Instant;

/**
 * One line of a log.
 *
 * @param id greater than those of all lines before it
 * @param at when it was written
 * @param level how bad it is
 * @param source {@code access} for a request that went wrong, else the part of the program that
 *     says it: {@code upstream}, {@code control}
 * @param text without control characters; of a request the JSON object of the access log
 */
public record JournalEntry(long id, Instant at, Level level, String source, String text) {

  /** How bad, the least first. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}
