package sekisho.control;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import sekisho.journal.Journal;
import sekisho.journal.JournalEntry;

/** Keeps what the program says in the journal, besides wherever else it goes. */
final class JournalHandler extends Handler {
  private static final String HOUSE = "sekisho.";

  /** Of exceptions the first line of each: the log itself has where they were thrown. */
  private static final int MAX_CAUSES = 4;

  private final Journal journal;

  JournalHandler(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void publish(LogRecord logged) {
    if (isLoggable(logged)) {
      journal.add(
          logged.getInstant(),
          level(logged.getLevel()),
          source(logged.getLoggerName()),
          text(logged));
    }
  }

  private String text(LogRecord logged) {
    StringBuilder text = new StringBuilder(ExtLogRecord.wrap(logged).getFormattedMessage());
    Throwable thrown = logged.getThrown();
    for (int i = 0; i < MAX_CAUSES && thrown != null; i++) {
      text.append(i == 0 ? ": " : "; caused by ").append(thrown);
      thrown = thrown.getCause();
    }
    return text.toString();
  }

  /** {@code upstream} of {@code sekisho.upstream.Condition}. */
  private static String source(String logger) {
    String inside = logger.startsWith(HOUSE) ? logger.substring(HOUSE.length()) : logger;
    int end = inside.indexOf('.');
    return end < 0 ? inside : inside.substring(0, end);
  }

  private static JournalEntry.Level level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return JournalEntry.Level.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return JournalEntry.Level.WARN;
    }
    return value >= Level.INFO.intValue() ? JournalEntry.Level.INFO : JournalEntry.Level.DEBUG;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
