package sekisho.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Command;

/** The call itself, beside coreutils' stat. */
class StatvfsTest {
  /** Blocks' size, blocks, free, available, inodes, free inodes (stat(1)). */
  private static final String FORMAT = "%S %b %f %a %c %d";

  static Stream<String> paths() {
    return Stream.of("/", "/proc", "/dev", "/dev/shm", "/tmp", "/etc/os-release")
        .filter(path -> Files.exists(Path.of(path)));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void a_file_system_has_the_space_that_stat_tells(String path) {
    FileSystem.Space space = new Statvfs().of(path).orElseThrow();
    List<Long> told =
        Stream.of(
                Command.run("stat", "-f", "-c", FORMAT, path)
                    .mustSucceed()
                    .stdout()
                    .strip()
                    .split(" "))
            .map(Long::valueOf)
            .toList();

    long block = told.get(0);
    assertThat(space.size()).isEqualTo(block * told.get(1));
    // Somebody may be writing meanwhile.
    assertThat(space.free()).isCloseTo(block * told.get(2), within(space.size()));
    assertThat(space.available()).isCloseTo(block * told.get(3), within(space.size()));
    assertThat(space.files()).isEqualTo(told.get(4));
    assertThat(space.filesFree()).isCloseTo(told.get(5), within(space.files()));
  }

  /** A hundredth of all. */
  private static org.assertj.core.data.Offset<Long> within(long all) {
    return org.assertj.core.data.Offset.offset(all / 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/there/is/no/such/folder", ""})
  void what_is_not_there_has_none(String path) {
    assertThat(new Statvfs().of(path)).isEmpty();
  }
}
