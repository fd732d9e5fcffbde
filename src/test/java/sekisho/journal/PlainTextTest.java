package sekisho.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\u0000b | a\\u0000b",
        "a\u001b[2Jb | a\\u001b[2Jb",
        "a\u007fb | a\\u007fb",
        // CSI in one character, which some terminals obey.
        "a\u009b31mb | a\\u009b31mb",
        // Lines, to who reads the log with something that knows Unicode.
        "a\u0085b | a\\u0085b",
        "a\u2028b | a\\u2028b",
        // Right to left from here on.
        "a\u202eb | a\\u202eb",
        "a\u200bb | a\\u200bb",
        "a\ud800b | a\\ud800b",
      })
  void what_is_not_printable_is_escaped(String text, String expected) {
    assertThat(PlainText.of(text)).isEqualTo(expected);
  }

  @Test
  void a_line_feed_does_not_begin_a_line() {
    assertThat(PlainText.of("a\r\n\tERROR all is lost")).isEqualTo("a\\r\\n\\tERROR all is lost");
  }

  @Test
  void what_is_printable_stays_as_it_is() {
    String text = "GET /a?b=\"c\" \\ 関所 ü µs → 🙂";

    assertThat(PlainText.of(text)).isSameAs(text);
  }
}
