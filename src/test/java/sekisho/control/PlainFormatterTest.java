package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** Trap 46, for the program's own log. */
class PlainFormatterTest {
  private static final String FORGED = "no\n2026-11-23T03:00:00Z ERROR forged\u001b[31m";

  private final PlainFormatter text =
      PlainFormatter.ofText(new PatternFormatter("%-5p %s%e%n"), false);

  private static ExtLogRecord line(String format, Object... arguments) {
    ExtLogRecord line = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, "test");
    line.setParameters(arguments);
    return line;
  }

  @Test
  void what_a_client_has_said_cannot_begin_a_line_or_colour_it() {
    assertThat(text.format(line("client: %s, at %d %%", FORGED, 5)))
        .isEqualTo(
            "INFO  client: no\\n2026-11-23T03:00:00Z ERROR forged\\u001b[31m, at 5 %"
                + System.lineSeparator());
  }

  @Test
  void an_exceptions_words_stay_behind_tabs_with_where_it_was_thrown() {
    ExtLogRecord line = line("failed");
    line.setThrown(
        new IOException("first " + FORGED, new IllegalStateException("cause " + FORGED)));

    assertThat(text.format(line).lines()).first().isEqualTo("INFO  failed");
    assertThat(text.format(line).lines().skip(1))
        .hasSizeGreaterThan(4)
        .allMatch(each -> each.startsWith("\t"))
        .noneMatch(each -> each.contains("\u001b"))
        .anyMatch(each -> each.contains("java.io.IOException: first no"))
        .anyMatch(each -> each.contains("Caused by: java.lang.IllegalStateException"))
        .anyMatch(each -> each.startsWith("\tat "));
  }

  @Test
  void json_is_one_line_of_plain_text_too() throws IOException {
    String json = PlainFormatter.ofJson(text, false).format(line("%s\u009b", FORGED));

    assertThat(json.strip().lines()).hasSize(1);
    assertThat(json).doesNotContain("\u001b", "\u009b");
    assertThat(new ObjectMapper().readTree(json).path("message").asText())
        .isEqualTo("no\\n2026-11-23T03:00:00Z ERROR forged\\u001b[31m\\u009b");
  }
}
