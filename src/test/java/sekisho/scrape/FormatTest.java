package sekisho.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "application/openmetrics-text; version=1.0.0",
        "Application/OpenMetrics-Text;Version=\"1.0.0\" ; charset=utf-8",
        // What Prometheus 2 says, and Prometheus 3.
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,"
            + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        "text/plain, application/openmetrics-text",
      })
  void who_names_open_metrics_and_likes_it_no_less_gets_it(String accept) {
    assertThat(Format.of(accept)).isEqualTo(Format.OPEN_METRICS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/*",
        "text/plain",
        "text/html,application/xhtml+xml,*/*;q=0.8",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=0.4, text/plain;q=0.5",
        "application/openmetrics-text;version=0.0.1, text/plain;version=0.0.4;q=0.1",
        "application/openmetrics-text;q=nonsense",
        "application/json",
        ";;,,q=",
      })
  void everybody_else_gets_what_everybody_reads(String accept) {
    assertThat(Format.of(accept)).isEqualTo(Format.PROMETHEUS);
  }

  @Test
  void so_does_who_says_nothing() {
    assertThat(Format.of(null)).isEqualTo(Format.PROMETHEUS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gzip                  | true
          deflate, GZIP;q=0.5   | true
          x-gzip                | true
          *                     | true
          gzip;q=0              | false
          *, gzip;q=0           | false
          identity              | false
          ''                    | false
          *;q=0                 | false
          """)
  void gzip_is_for_those_who_take_it(String acceptEncoding, boolean taken) {
    assertThat(Format.isGzipTaken(acceptEncoding)).isEqualTo(taken);
  }
}
