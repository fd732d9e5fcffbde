package sekisho.control;

import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;
import sekisho.journal.Journal;
import sekisho.journal.StandardOutput;
import sekisho.model.LogSettings;

/** Makes the program's own log what the configuration wants of it. */
public final class LogSetup {
  private static final String HOUSE = "sekisho";

  /** Who reads the log and does so at all takes less; a program that ends waits no longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private LogSetup() {}

  /** From now on the latest lines are kept there. To be called once. */
  public static void keepIn(Journal journal) {
    Logger.getLogger(HOUSE).addHandler(new JournalHandler(journal));
  }

  /**
   * From now on nobody who says something waits for the standard output, which whoever reads it may
   * hold up. To be called once.
   *
   * @return to be closed when all is said: it waits a moment for what is not out yet
   */
  public static Told queue() {
    LogQueue queue = LogQueue.before(StandardOutput.shared());
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      divert(handler, queue);
    }
    return new Told(queue);
  }

  private static void divert(Handler handler, LogQueue queue) {
    if (handler instanceof ConsoleHandler console) {
      console.setWriter(queue);
    } else if (handler instanceof ExtHandler outer) {
      for (Handler inner : outer.getHandlers()) {
        divert(inner, queue);
      }
    }
  }

  /** What was said, and may not be out yet. */
  public static final class Told implements AutoCloseable {
    private final LogQueue queue;

    private Told(LogQueue queue) {
      this.queue = queue;
    }

    /** Waits until it is out, or for a second. */
    public void await() {
      try {
        queue.drain(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** The same, for the last time. */
    @Override
    public void close() {
      await();
    }
  }

  /** May be called again with other settings. */
  public static void apply(LogSettings settings) {
    Logger.getLogger(HOUSE)
        .setLevel(
            switch (settings.level()) {
              case DEBUG -> Level.FINE;
              case INFO -> Level.INFO;
              case WARN -> Level.WARNING;
              case ERROR -> Level.SEVERE;
            });
    boolean forJournal = SystemdJournal.readsStandardOutput();
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      setFormat(handler, settings.format(), forJournal);
    }
  }

  private static void setFormat(Handler handler, LogSettings.Format format, boolean forJournal) {
    if (handler instanceof ConsoleHandler console) {
      ExtFormatter text =
          console.getFormatter() instanceof PlainFormatter plain
              ? plain.text()
              : ExtFormatter.wrap(console.getFormatter(), true);
      console.setFormatter(
          switch (format) {
            case JSON -> PlainFormatter.ofJson(text, forJournal);
            case TEXT -> PlainFormatter.ofText(text, forJournal);
          });
    } else if (handler instanceof ExtHandler outer) {
      for (Handler inner : outer.getHandlers()) {
        setFormat(inner, format, forJournal);
      }
    }
  }
}
