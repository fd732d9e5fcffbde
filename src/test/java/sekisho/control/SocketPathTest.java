package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketPathTest {
  private static final Path FILE = Path.of("/etc/sekisho/sekisho.jsonc");

  @ParameterizedTest
  @CsvSource({
    "/run/sekisho, /run/sekisho/control.sock",
    "/run/sekisho:/run/more, /run/sekisho/control.sock",
    "/run/a b, /run/a b/control.sock",
    "'', /etc/sekisho/sekisho.jsonc.sock",
    "' ', /etc/sekisho/sekisho.jsonc.sock"
  })
  void it_is_in_the_first_runtime_directory_else_beside_the_file(String directories, Path path) {
    assertThat(SocketPath.of(FILE, Map.of("RUNTIME_DIRECTORY", directories))).isEqualTo(path);
  }

  @Test
  void without_a_runtime_directory_it_is_beside_the_file() {
    assertThat(SocketPath.of(FILE, Map.of())).isEqualTo(Path.of("/etc/sekisho/sekisho.jsonc.sock"));
  }

  @Test
  void of_a_file_without_a_folder_it_is_in_this_one() {
    assertThat(SocketPath.of(Path.of("my.jsonc"), Map.of()))
        .isEqualTo(Path.of("my.jsonc.sock").toAbsolutePath());
  }

  @Test
  void a_path_is_measured_in_bytes() {
    assertThat(SocketPath.isTooLong(Path.of("/" + "a".repeat(106)))).isFalse();
    assertThat(SocketPath.isTooLong(Path.of("/" + "a".repeat(107)))).isTrue();
    assertThat(SocketPath.isTooLong(Path.of("/" + "関".repeat(36)))).isTrue();
  }
}
