package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;
import sekisho.journal.Journal;
import sekisho.journal.JournalEntry;

class JournalHandlerTest {
  private final Journal journal = new Journal();
  private final JournalHandler handler = new JournalHandler(journal);

  private JournalEntry logged(Level level, String logger, Throwable thrown) {
    ExtLogRecord line = new ExtLogRecord(level, "%s is %d", FormatStyle.PRINTF, "test");
    line.setParameters(new Object[] {"it", 5});
    line.setLoggerName(logger);
    line.setThrown(thrown);
    handler.publish(line);
    return journal.since(0, JournalEntry.Level.DEBUG, 1).getFirst();
  }

  @Test
  void a_line_is_kept_with_its_level_and_the_part_of_the_program() {
    JournalEntry entry = logged(Level.WARN, "sekisho.upstream.Condition", null);

    assertThat(entry.level()).isEqualTo(JournalEntry.Level.WARN);
    assertThat(entry.source()).isEqualTo("upstream");
    assertThat(entry.text()).isEqualTo("it is 5");
  }

  @Test
  void every_level_has_one() {
    assertThat(
            List.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL).stream()
                .map(level -> logged(level, "sekisho.Sekisho", null).level()))
        .containsExactly(
            JournalEntry.Level.DEBUG,
            JournalEntry.Level.INFO,
            JournalEntry.Level.WARN,
            JournalEntry.Level.ERROR,
            JournalEntry.Level.ERROR);
  }

  @Test
  void of_an_exception_the_words_are_kept_and_those_of_its_cause() {
    IOException thrown = new IOException("one", new IllegalStateException("two\n"));

    assertThat(logged(Level.ERROR, "sekisho.http.Exchange", thrown).text())
        .isEqualTo(
            "it is 5: java.io.IOException: one; caused by java.lang.IllegalStateException: two\\n");
  }
}
