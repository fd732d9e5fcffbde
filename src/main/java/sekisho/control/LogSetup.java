package sekisho.control;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
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
    if (settings.format() == LogSettings.Format.JSON) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        asJson(handler);
      }
    }
  }

  private static void asJson(Handler handler) {
    if (handler instanceof ConsoleHandler console) {
      console.setFormatter(new JsonFormatter());
    } else if (handler instanceof org.jboss.logmanager.ExtHandler outer) {
      for (Handler inner : outer.getHandlers()) {
        asJson(inner);
      }
    }
  }
}
