package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemdJournalTest {
  @TempDir Path folder;

  @Test
  void it_reads_what_the_environment_names_and_nothing_else() throws IOException {
    Path output = Files.createFile(folder.resolve("output"));
    Path other = Files.createFile(folder.resolve("other"));
    String stream =
        Files.getAttribute(output, "unix:dev") + ":" + Files.getAttribute(output, "unix:ino");
    Map<String, String> environment = Map.of("JOURNAL_STREAM", stream);

    assertThat(SystemdJournal.reads(output, environment)).isTrue();
    assertThat(SystemdJournal.reads(other, environment)).isFalse();
    assertThat(SystemdJournal.reads(folder.resolve("none"), environment)).isFalse();
    assertThat(SystemdJournal.reads(output, Map.of("JOURNAL_STREAM", "nonsense"))).isFalse();
    assertThat(SystemdJournal.reads(output, Map.of())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"SEVERE, 3", "WARNING, 4", "INFO, 6", "FINE, 7"})
  void each_level_has_its_priority(String level, int priority) {
    assertThat(SystemdJournal.withPriority(Level.parse(level), "said\n"))
        .isEqualTo("<" + priority + ">said\n");
  }

  @Test
  void the_lines_of_an_exception_have_that_of_the_record() {
    ExtLogRecord record = new ExtLogRecord(Level.SEVERE, "broken", getClass().getName());
    record.setThrown(new IllegalStateException("meant to"));

    String lines = PlainFormatter.ofText(new PatternFormatter("%s%n"), true).format(record);

    assertThat(lines).startsWith("<3>broken\n<3>\tjava.lang.IllegalStateException: meant to\n");
    assertThat(lines.lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("<3>"));
  }
}
