package sekisho.control;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import sekisho.journal.Journal;
import sekisho.model.LogSettings;

/** Makes the program's own log what the configuration wants of it. */
public final class LogSetup {
  private LogSetup() {}

  /**
   * @param journal keeps the latest lines
   */
  public static void apply(LogSettings settings, Journal journal) {
    Logger house = Logger.getLogger("sekisho");
    house.addHandler(new JournalHandler(journal));
    house.setLevel(
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
      switch (format) {
        case JSON -> console.setFormatter(PlainFormatter.ofJson(new JsonFormatter()));
        case TEXT -> {
          if (console.getFormatter() instanceof ExtFormatter text) {
            console.setFormatter(PlainFormatter.ofText(text));
          }
        }
      }
    } else if (handler instanceof ExtHandler outer) {
      for (Handler inner : outer.getHandlers()) {
        setFormat(inner, format);
      }
    }
  }
}
