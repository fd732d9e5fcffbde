package sekisho.control;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;
import sekisho.journal.Journal;
import sekisho.model.LogSettings;

/** Makes the program's own log what the configuration wants of it. */
public final class LogSetup {
  private static final String HOUSE = "sekisho";

  private LogSetup() {}

  /** From now on the latest lines are kept there. To be called once. */
  public static void keepIn(Journal journal) {
    Logger.getLogger(HOUSE).addHandler(new JournalHandler(journal));
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
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      setFormat(handler, settings.format());
    }
  }

  private static void setFormat(Handler handler, LogSettings.Format format) {
    if (handler instanceof ConsoleHandler console) {
      ExtFormatter text =
          console.getFormatter() instanceof PlainFormatter plain
              ? plain.text()
              : ExtFormatter.wrap(console.getFormatter(), true);
      console.setFormatter(
          switch (format) {
            case JSON -> PlainFormatter.ofJson(text);
            case TEXT -> PlainFormatter.ofText(text);
          });
    } else if (handler instanceof ExtHandler outer) {
      for (Handler inner : outer.getHandlers()) {
        setFormat(inner, format);
      }
    }
  }
}
