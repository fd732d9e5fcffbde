package sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunArgumentsTest {
  @Test
  void a_plain_run_needs_no_reading() {
    assertThat(RunArguments.plain("run")).contains(RunArguments.of(Optional.empty(), false));
    assertThat(RunArguments.plain("run", "/etc/sekisho/sekisho.jsonc"))
        .contains(RunArguments.of(Optional.of(Path.of("/etc/sekisho/sekisho.jsonc")), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "check a.jsonc",
        "run --watch",
        "run a.jsonc --watch",
        "run a.jsonc b.jsonc",
        "run -h",
        "run @arguments",
        "--help run",
        "runs a.jsonc"
      })
  void anything_more_is_read(String line) {
    assertThat(RunArguments.plain(line.split(" "))).isEmpty();
  }

  @Test
  void an_empty_name_is_no_file() {
    assertThat(RunArguments.plain("run", "")).isEmpty();
    assertThat(RunArguments.plain()).isEmpty();
  }

  @Test
  void what_was_said_comes_through_the_runtime() {
    RunArguments arguments = RunArguments.of(Optional.of(Path.of("a.jsonc")), true);

    assertThat(RunArguments.of(arguments.toArray())).isEqualTo(arguments);
  }
}
