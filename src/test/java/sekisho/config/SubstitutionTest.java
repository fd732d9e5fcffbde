package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("A", "one", "B_2", "two", "EMPTY", "", "NESTED", "${A}", "SECRET", "s3cr3t");

  @TempDir Path folder;

  private final Findings findings = new Findings("f");

  private Element.Text apply(String text) {
    Element.Text element = new Element.Text(Position.START, text, List.of());
    return (Element.Text)
        new Substitution(ENVIRONMENT, folder, findings).apply(element, KeyPath.ROOT.key("k"));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "$A $ $$ {A}, $A $ $$ {A}",
    "${A}, one",
    "a${A}b${B_2}c, aonebtwoc",
    "${A:-x}, one",
    "${NONE:-x}, x",
    "${NONE:-}, ''",
    "${EMPTY}, ''",
    "${EMPTY:-x}, x",
    "${NONE:-a:-b}, a:-b",
    "$${A}, ${A}",
    "$${A}${A}$${, ${A}one${",
    "${NESTED}, ${A}",
  })
  void a_text_becomes(String written, String expected) {
    assertThat(apply(written).value()).isEqualTo(expected);
    assertThat(findings.sorted()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${NONE} | the environment variable NONE is not set, and no default is given",
        "a${A | has a ${ without its }; $${ stands for a literal ${",
        "${} | \"\" is no name of a variable",
        "${1A} | \"1A\" is no name of a variable",
        "${A-x} | \"A-x\" is no name of a variable",
        "${NONE:-${A}} | a default cannot hold another ${",
        "${file:none} | the file none cannot be read: no such file or folder",
        "${file:.} | the file . cannot be read: is a folder",
      })
  void a_text_cannot_be(String written, String reason) {
    apply(written);

    assertThat(findings.sorted()).hasSize(1);
    assertThat(findings.sorted().getFirst().toString()).startsWith("f:1:1: k: " + reason);
  }

  @Test
  void a_file_is_taken_without_its_last_newline() throws IOException {
    Files.writeString(folder.resolve("unix"), "a\nb\n\n");
    Files.writeString(folder.resolve("dos"), "a\r\n");
    Files.writeString(folder.resolve("none"), "a");
    Files.writeString(folder.resolve("${A}"), "not looked at again: ${A}");

    assertThat(apply("${file:unix}").value()).isEqualTo("a\nb\n");
    assertThat(apply("${file:dos}").value()).isEqualTo("a");
    assertThat(apply("x${file:" + folder.resolve("none") + "}").value()).isEqualTo("xa");
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void a_file_that_is_too_large_or_no_text_is_refused() throws IOException {
    Files.write(folder.resolve("large"), new byte[65_537]);
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});

    new Substitution(ENVIRONMENT, folder, findings)
        .apply(
            new Element.Sequence(
                Position.START,
                List.of(
                    new Element.Text(Position.START, "${file:large}", List.of()),
                    new Element.Text(Position.START, "${file:binary}", List.of()))),
            KeyPath.ROOT.key("k"));

    assertThat(findings.sorted())
        .extracting(Problem::toString)
        .containsExactly(
            "f:1:1: k[0]: the file large is larger than 65536 bytes",
            "f:1:1: k[1]: the file binary is not UTF-8 text: an invalid byte is here");
  }

  @ParameterizedTest
  @CsvSource({
    "mode, proxy.tls.mode",
    "certificate, proxy.tls.certificate",
  })
  void what_a_substitution_made_is_never_quoted(String key, String path) {
    String value = key.equals("mode") ? "${SECRET}" : "\\u0000${SECRET}";

    Loaded loaded =
        ConfigurationFile.load(
            "f",
            "{\"proxy\": {\"listen\": [\"x${SECRET}:1\"], \"tls\": {\""
                + key
                + "\": \""
                + value
                + "\"},"
                + " \"http\": {\"routes\": [{\"path_regex\": \"[${SECRET}\", \"methods\": [\"\","
                + " \"${SECRET} \"], \"upstream\": [\"http://${SECRET}@a\", \"${SECRET}\"]}]}},"
                + " \"ui\": {\"listen\": \"${SECRET}\", \"remote_url\": \"${SECRET}\"}}",
            folder,
            ENVIRONMENT);

    assertThat(loaded.errors()).extracting(Problem::path).contains(path).hasSizeGreaterThan(6);
    assertThat(loaded.errors()).extracting(Problem::toString).noneMatch(p -> p.contains("s3cr3t"));
    assertThat(loaded.errors())
        .filteredOn(p -> p.path().equals("ui.listen"))
        .extracting(Problem::message)
        .containsExactly(
            "the value (from ${SECRET}) has a name where an IP address must be; allowed: an IP"
                + " address and a port, such as 0.0.0.0:443 or [::]:443");
  }

  @Test
  void names_of_keys_are_not_substituted() {
    Loaded loaded = ConfigurationFile.load("f", "{\"${A}\": 1}", folder, ENVIRONMENT);

    assertThat(loaded.errors()).extracting(Problem::path).contains("[\"${A}\"]");
  }
}
