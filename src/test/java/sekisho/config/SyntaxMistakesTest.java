package sekisho.config;

import static sekisho.config.Mistake.file;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are no JSONC. */
class SyntaxMistakesTest {
  static List<Mistake> syntax() {
    return List.of(
        file("an empty file", "▶", "", "is empty; allowed: a block { }"),
        file("comments only", "▶// nothing\n/* at all */", "", "is empty; allowed: a block { }"),
        file("a missing comma", "{\"proxy\": {}\n ▶\"ui\": {}}", "", "is no JSONC here: …comma…"),
        file("a missing value", "{\"proxy\": ▶}", "", "is no JSONC here: …a value"),
        file("a single quote", "{▶'proxy': {}}", "", "is no JSONC here: …double-quote…"),
        file("a key without quotes", "{▶proxy: {}}", "", "is no JSONC here: …double-quote…"),
        file("two commas", "{\"proxy\": {},▶,}", "", "is no JSONC here: …"),
        file("a bracket for a brace", "{\"proxy\": {\n▶]}", "", "…close marker ']': expected '}'"),
        file("text after the end", "{\"proxy\": {}} ▶{}", "", "text after the end…"),
        file("a text without its end", "{\"a\": [\"b▶", "", "…closing quote, inside what…at 1:7"),
        file("a comment without its end", "{\"a\": 1 /* b▶", "", "the file ends in a comment…1:1"),
        file(
            "a block without its end", "{\"proxy\": {\n▶", "", "the file ends too early, …at 1:11"),
        file("a line break in a text", "{\"a\": \"b▶\n\"}", "", "is no JSONC here: Illegal…"),
        file("an unknown escape", "{\"a\": \"\\▶q\"}", "", "is no JSONC here: …escape 'q'"),
        file("too deep", "[".repeat(64) + "[▶", "", "is nested too deep…"),
        file(
            "too large a number",
            "{\"shutdown_timeout_secs\": ▶1e999, \"proxy\": {\"listen\": [\"127.0.0.1:1\"]}}",
            "shutdown_timeout_secs",
            "is too large a number"));
  }

  @ParameterizedTest
  @MethodSource("syntax")
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }
}
