package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileLimitTest {

  @ParameterizedTest
  @CsvSource({
    "1048576, 524160",
    "65536, 32640",
    "1024, 384",
    "512, 128",
    "256, 32",
    "64, 8",
    "0, 1",
    "9223372036854775807, 2147483647"
  })
  void a_connection_needs_two_files_besides_the_programs_own(long files, int connections) {
    assertThat(FileLimit.connectionsWith(files)).isEqualTo(connections);
  }

  @Test
  void what_is_configured_holds_whatever_the_limit_is() {
    assertThat(FileLimit.connections(7)).isEqualTo(7);
    assertThat(FileLimit.connections(0)).isPositive();
  }
}
