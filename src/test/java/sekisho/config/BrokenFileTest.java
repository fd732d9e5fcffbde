package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.Seeds;

/** Whatever a file holds, the answer is a configuration or problems, and never an exception. */
class BrokenFileTest {
  private static final Path EVERYTHING =
      Path.of("src/test/resources/sekisho/config/everything.jsonc");
  private static final int MUTATIONS = 400;

  // Characters that mean something to one of the readers.
  private static final String ALPHABET = "{}[]\",:/*\\$-.%#?@0159aE\n\t\0é\uD83D關";

  @TempDir Path folder;
  private String text = "";

  @BeforeEach
  void read() throws IOException {
    text = Files.readString(EVERYTHING);
  }

  private static void assertAnswered(Loaded loaded) {
    assertThat(loaded.configuration().isPresent()).isEqualTo(loaded.errors().isEmpty());
    assertThat(loaded.problems())
        .isSortedAccordingTo((a, b) ->
            new Position(a.line(), a.column()).compareTo(new Position(b.line(), b.column())));
  }

  private static void tryText(String broken) {
    assertAnswered(
        ConfigurationFile.load("f", broken, Path.of("/etc"), Map.of("SEKISHO_UI_TOKEN", "t")));
  }

  @Test
  void a_file_that_is_cut_anywhere_has_one_problem() {
    int end = text.lastIndexOf('}');
    for (int cut = 0; cut < end; cut++) {
      Loaded loaded =
          ConfigurationFile.load("f", text.substring(0, cut), Path.of("/etc"), Map.of());

      assertThat(loaded.problems()).as("cut at %d", cut).hasSize(1);
      assertThat(loaded.configuration()).isEmpty();
    }
  }

  @Test
  void a_file_with_any_characters_changed_is_answered() {
    Seeds.each(random -> {
      for (int i = 0; i < MUTATIONS; i++) {
        StringBuilder broken = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int change = 0; change < changes; change++) {
          mutate(broken, random);
        }
        tryText(broken.toString());
      }
    });
  }

  private static void mutate(StringBuilder broken, Random random) {
    int at = random.nextInt(broken.length());
    char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    switch (random.nextInt(3)) {
      case 0 -> broken.setCharAt(at, c);
      case 1 -> broken.insert(at, c);
      default -> broken.delete(at, Math.min(broken.length(), at + 1 + random.nextInt(8)));
    }
  }

  /** Values of other kinds in the place of each other: what characters seldom make. */
  @Test
  void a_file_with_any_values_exchanged_is_answered() {
    String[] values = {
      "null",
      "true",
      "0",
      "-1",
      "1.5",
      "1e308",
      "99999999999999999999",
      "\"\"",
      "\"\\u0000\"",
      "\"${A:-}\"",
      "\"[::1]\"",
      "\"unix:\"",
      "\"http://[::1]:1/%2e\"",
      "[]",
      "{}",
      "[[]]",
      "[null]",
      "{\"\": 1}",
      "[{}]",
      "[\"a\", 1]"
    };
    String[] tokens = text.split("(?<=[:,\\[])\\s", -1);
    Seeds.each(random -> {
      for (int i = 0; i < MUTATIONS; i++) {
        String[] broken = tokens.clone();
        int at = random.nextInt(broken.length);
        broken[at] =
            broken[at].replaceFirst(
                "\"[^\"]*\"(?!:)|-?[0-9.]+|true|false|\\{}",
                Matcher.quoteReplacement(values[random.nextInt(values.length)]));
        tryText(String.join(" ", broken));
      }
    });
  }

  @Test
  void any_bytes_are_answered() {
    Seeds.each(random -> {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        assertAnswered(load(bytes));
      }
    });
  }

  private Loaded load(byte[] bytes) {
    try {
      Path file = Files.write(folder.resolve("f"), bytes);
      return ConfigurationFile.load(file, Map.of("SEKISHO_UI_TOKEN", "t"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
