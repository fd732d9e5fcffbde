package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.model.ServerNamePattern;

class NameTextTest {

  @ParameterizedTest
  @CsvSource({
    "a, a",
    "A.Example., a.example",
    "*.A.Example., *.a.example",
    "bücher.example, xn--bcher-kva.example",
    "*.BÜCHER.example, *.xn--bcher-kva.example",
    "日本語.jp, xn--wgv71a119e.jp",
    "_sip.a-b.example, _sip.a-b.example",
  })
  void a_server_name_is_compared_in_one_form(String written, String compared) {
    assertThat(ServerNameText.parse(written))
        .isEqualTo(Parsed.good(ServerNamePattern.parse(compared)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..",
        "*",
        "*.",
        "*a.example",
        "*.*.a",
        "1.2.3.4",
        "::1",
        "[::1]",
        "a:1",
        "a/b",
        "straße.de",
        "a\u200db.example",
        "1.2.3.444",
        "xn--\u0000",
        "ü..example"
      })
  void what_is_no_server_name(String text) {
    assertThat(ServerNameText.parse(text).fault()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/.", "/..", "/a/.", "/.well-known/", "/%2F", "/a;b=c"})
  void a_prefix_may_end_within_a_segment(String prefix) {
    assertThat(RequestPathText.parsePrefix(prefix)).isEqualTo(Parsed.good(prefix));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "//", "/./a", "/a/../", "/%2f", "/%7E", "/%", "/%2", "/%00", "/a b"})
  void what_is_no_prefix(String text) {
    assertThat(RequestPathText.parsePrefix(text).fault()).isPresent();
  }

  @Test
  void the_word_that_was_meant_is_the_nearest_if_it_is_near() {
    List<String> words = List.of("path", "path_prefix", "path_regex", "host", "upstream");

    assertThat(Spelling.nearest("path_prefx", words)).contains("path_prefix");
    assertThat(Spelling.nearest("Path-Regex", words)).contains("path_regex");
    assertThat(Spelling.nearest("upstraem", words)).contains("upstream");
    assertThat(Spelling.nearest("hots", words)).contains("host");
    assertThat(Spelling.nearest("listen", words)).isEmpty();
    assertThat(Spelling.nearest("x".repeat(100_000), words)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "255.255.255.255", "0.0.0.0", "249.99.10.1", "::", "::1", "2001:DB8::1"})
  void an_address_is_an_address(String text) {
    assertThat(IpLiteral.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.1",
        "0127.0.0.1",
        "256.0.0.1",
        "1.2.3.4.5",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.1000",
        "1.2.3.00",
        "1.2.3.-1",
        "1.2.3.٤",
        "1.2.3.4%eth0",
        "::ffff:1.2.3.4",
        ":",
        ":::",
        "::1%lo",
        "fe80::1%eth0",
        "1::2::3",
        "localhost",
        "a.b"
      })
  void what_the_jdk_would_take_for_an_address_is_none(String text) {
    assertThat(IpLiteral.parse(text)).isEmpty();
  }
}
