package sekisho.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What one class says to the log, which is spared it. */
public final class LogLines extends Handler implements AutoCloseable {
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  public static LogLines of(Class<?> speaker) {
    LogLines lines = new LogLines(Logger.getLogger(speaker.getName()));
    lines.logger.addHandler(lines);
    lines.logger.setUseParentHandlers(false);
    return lines;
  }

  public List<String> texts() {
    return texts;
  }

  @Override
  public void publish(LogRecord line) {
    texts.add(
        line instanceof ExtLogRecord formatted
            ? formatted.getFormattedMessage()
            : line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
