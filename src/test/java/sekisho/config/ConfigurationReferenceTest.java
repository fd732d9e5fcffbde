package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  private static final Path FILE = Path.of("docs/configuration.md");

  @Test
  void the_committed_reference_is_what_the_schema_says() throws IOException {
    String expected = ConfigurationReference.text();
    if (Boolean.getBoolean("sekisho.regenerate")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, expected);
    }

    assertThat(Files.readString(FILE))
        .as(
            "regenerate it: ./mvnw -q test -Dtest=ConfigurationReferenceTest"
                + " -Dsekisho.regenerate=true")
        .isEqualTo(expected);
  }

  @Test
  void every_link_within_the_reference_leads_to_a_heading() {
    String text = ConfigurationReference.text();

    Matcher links = Pattern.compile("\\[`([^`]+)`\\]\\(#").matcher(text);

    assertThat(links.results().map(link -> link.group(1)))
        .isNotEmpty()
        .allSatisfy(heading -> assertThat(text).contains("\n## `" + heading + "`\n"));
  }
}
