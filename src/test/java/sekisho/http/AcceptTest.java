package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "TEXT/Html",
        "text/*",
        "text/html;q=0.001",
        "text/html;charset=utf-8",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/json;q=0.5, text/html",
        "*/*;q=0.5, text/html;q=0.6",
        "text/*;q=0.9, */*;q=0.1",
        "application/json;q=0, */*",
        "image/png, , text/html",
        "text/html ; level=1 ; Q=1.000, */*;q=0.9"
      })
  void who_wants_html_more_gets_it(String accept) {
    assertThat(Accept.prefersHtml(accept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "*/*",
        "application/json",
        "application/*, text/html;q=0.9",
        "text/html, application/json",
        "text/html;q=0",
        "text/html;q=0.000, text/*",
        "text/html;q=0.4, */*;q=0.5",
        "text/plain",
        "image/*",
        "text/htmlx",
        "xtext/html",
        "html",
        "text/html;q=2",
        "text/html;q=-1",
        "text/html;q=",
        "text/html;q=0.1234",
        "text/html;q=1.1",
        "text/html;q=NaN"
      })
  void everybody_else_gets_json(String accept) {
    assertThat(Accept.prefersHtml(accept)).isFalse();
  }

  @Test
  void who_says_nothing_gets_json() {
    assertThat(Accept.prefersHtml(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/html;q=0.25                    | 250
          text/html;q=0.5, text/*, */*        | 500
          */*, text/*;q=0.2, text/html;q=0.3  | 300
          text/*;q=0.2, */*;q=0.9             | 200
          */*;q=0.9                           | 900
          text/html;q=1.                      | 1000
          application/json                    | 0
          """)
  void the_most_specific_range_decides(String accept, int weight) {
    assertThat(Accept.weight(accept, "text", "html")).isEqualTo(weight);
  }
}
