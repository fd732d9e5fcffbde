package sekisho.control;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import sekisho.journal.PlainText;

/**
 * Writes what another formatter does, but nothing in a message can begin a line of its own or do
 * anything to a terminal: what clients and upstreams have said may be in it.
 *
 * <p>Where an exception was thrown stands below, each line of it behind a tab.
 */
final class PlainFormatter extends ExtFormatter {
  private static final String INDENT = "\t";

  private final ExtFormatter inner;
  private final boolean isText;

  private PlainFormatter(ExtFormatter inner, boolean isText) {
    this.inner = inner;
    this.isText = isText;
  }

  static PlainFormatter ofText(ExtFormatter inner) {
    return new PlainFormatter(inner, true);
  }

  /**
   * @param inner has a place for exceptions, and escapes them
   */
  static PlainFormatter ofJson(ExtFormatter inner) {
    return new PlainFormatter(inner, false);
  }

  @Override
  public String format(ExtLogRecord logged) {
    ExtLogRecord plain = new ExtLogRecord(logged);
    plain.setMessage(PlainText.of(logged.getFormattedMessage()), FormatStyle.NO_FORMAT);
    if (logged.getThrown() == null || !isText) {
      return inner.format(plain);
    }
    plain.setThrown(null);
    return inner.format(plain) + trace(logged.getThrown());
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace
        .toString()
        .lines()
        .map(line -> INDENT + PlainText.of(line.strip()) + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
