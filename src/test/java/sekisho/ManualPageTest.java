package sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;

class ManualPageTest {
  private static final Path PAGE = Path.of("deploy/debian/sekisho.1");
  private static final Path COMPLETION = Path.of("deploy/debian/sekisho.bash-completion");

  @Test
  void the_committed_page_is_what_the_commands_say() throws IOException {
    assertCommitted(PAGE, ManualPage.text(Sekisho.commandLine()));
  }

  @Test
  void the_committed_completion_is_what_the_commands_take() throws IOException {
    assertCommitted(COMPLETION, AutoComplete.bash("sekisho", Sekisho.commandLine()));
  }

  @Test
  void every_command_has_a_place_on_the_page() {
    String page = ManualPage.text(Sekisho.commandLine());

    assertThat(Sekisho.commandLine().getSubcommands().keySet())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).contains(".SS sekisho " + name.replace("-", "\\-")));
  }

  private static void assertCommitted(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("sekisho.regenerate")) {
      Files.writeString(file, expected);
    }

    assertThat(Files.readString(file))
        .as("regenerate it: ./mvnw -q test -Dtest=ManualPageTest -Dsekisho.regenerate=true")
        .isEqualTo(expected);
  }
}
