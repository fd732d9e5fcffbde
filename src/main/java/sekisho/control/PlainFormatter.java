package sekisho.control;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jspecify.annotations.Nullable;
import sekisho.journal.PlainText;

/**
 * Writes what another formatter does, but nothing in a message can begin a line of its own or do
 * anything to a terminal: what clients and upstreams have said may be in it.
 *
 * <p>Where an exception was thrown stands below, each line of it behind a tab.
 */
final class PlainFormatter extends ExtFormatter {
  private static final String INDENT = "\t";

  private final ExtFormatter text;

  /** Has a place for exceptions, and escapes them; null: lines are text. */
  private final @Nullable ExtFormatter json;

  private final boolean forJournal;

  private PlainFormatter(ExtFormatter text, @Nullable ExtFormatter json, boolean forJournal) {
    this.text = text;
    this.json = json;
    this.forJournal = forJournal;
  }

  /**
   * @param forJournal whether {@link SystemdJournal} reads it, and each line is to have a priority
   */
  static PlainFormatter ofText(ExtFormatter text, boolean forJournal) {
    return new PlainFormatter(text, null, forJournal);
  }

  /**
   * @param text for when lines are to be text again
   * @param forJournal likewise
   */
  static PlainFormatter ofJson(ExtFormatter text, boolean forJournal) {
    return new PlainFormatter(text, new JsonFormatter(), forJournal);
  }

  ExtFormatter text() {
    return text;
  }

  @Override
  public String format(ExtLogRecord logged) {
    String lines = lines(logged);
    return forJournal ? SystemdJournal.withPriority(logged.getLevel(), lines) : lines;
  }

  private String lines(ExtLogRecord logged) {
    ExtLogRecord plain = new ExtLogRecord(logged);
    plain.setMessage(PlainText.of(logged.getFormattedMessage()), FormatStyle.NO_FORMAT);
    if (json != null) {
      return json.format(plain);
    }
    if (logged.getThrown() == null) {
      return text.format(plain);
    }
    plain.setThrown(null);
    return text.format(plain) + trace(logged.getThrown());
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
