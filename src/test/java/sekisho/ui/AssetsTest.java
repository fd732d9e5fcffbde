package sekisho.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that pages need. */
class AssetsTest {
  private static final Path FOLDER = Path.of("src/main/webui/assets");

  private final Assets assets = new Assets();

  @Test
  void everyFileOfTheFolderIsServed() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();

      assertThat(names).isNotEmpty().allMatch(name -> assets.answer(name, false).isPresent());
    }
  }

  @Test
  void everyFileThatATemplateOrAScriptNamesIsServed() throws IOException {
    Pattern named = Pattern.compile("(?:/assets/|from \"\\./|import\\(\"\\./)([a-z.-]+)\"");
    try (Stream<Path> files = Files.walk(Path.of("src/main/webui"))) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(AssetsTest::text)
              .flatMap(text -> named.matcher(text).results())
              .map((MatchResult found) -> found.group(1))
              .distinct()
              .toList();

      assertThat(names)
          .contains("app.js", "chart.js", "rpc.js")
          .allMatch(name -> assets.answer(name, true).isPresent());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsCompressedIsTheSameUnderATagOfItsOwn() throws IOException {
    Answer plain = assets.answer("chart.js", false).orElseThrow();
    Answer compressed = assets.answer("chart.js", true).orElseThrow();

    byte[] inflated =
        new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes();

    assertThat(inflated).isEqualTo(plain.body());
    assertThat(compressed.fields()).containsEntry("Content-Encoding", "gzip");
    assertThat(compressed.fields().get("ETag")).isNotEqualTo(plain.fields().get("ETag"));
  }

  @Test
  void noScriptEvaluatesText() {
    String charts = new String(assets.answer("chart.js", false).orElseThrow().body(), UTF_8);

    assertThat(charts).doesNotContain("eval(", "new Function(", "sourceMappingURL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../templates/layout.html",
        "%2e%2e/application.properties",
        "/etc/passwd",
        "SEKISHO.CSS",
        "sekisho.css\u0000.js"
      })
  void nothingElseIs(String name) {
    assertThat(assets.answer(name, false)).isEmpty();
  }
}
