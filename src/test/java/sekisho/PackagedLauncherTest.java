package sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Command;
import sekisho.testing.SekishoProgram;

/** {@code deploy/package/sekisho}, with a Java beside it that says how it was called. */
class PackagedLauncherTest {
  private static final long MEBIBYTE = 1024 * 1024;

  @TempDir Path home;

  @BeforeEach
  void aJavaThatSaysHowItWasCalled() throws IOException {
    Path java = home.resolve("runtime/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @CsvSource({
    "64, -Xmx48m, 32",
    "256, -Xmx64m, 64",
    "512, -Xmx192m, 192",
    "768, -Xmx256m, 384",
    "1024, -Xmx256m, 640",
    "1407, -Xmx256m, 1023"
  })
  void memory_is_shared_out_where_there_is_little(long limit, String heap, int direct) {
    List<String> called = called(Long.toString(limit * MEBIBYTE), "");

    assertThat(called).contains(heap, "-XX:MaxDirectMemorySize=" + direct + "m");
    assertThat(called.indexOf(heap)).isGreaterThan(called.indexOf("@" + home + "/sekisho.jvmargs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1476395008", "9223372036854771712", "nonsense"})
  void where_there_is_enough_the_flags_of_the_file_stand(String limit) {
    assertThat(called(limit, ""))
        .noneMatch(argument -> argument.startsWith("-Xmx") || argument.contains("DirectMemory"));
  }

  @Test
  void an_operators_flags_come_last_and_arguments_stay_whole() {
    List<String> called = called(Long.toString(256 * MEBIBYTE), "-Xmx100m -Dx=y");

    assertThat(called.indexOf("-Xmx100m")).isGreaterThan(called.indexOf("-Xmx64m"));
    assertThat(called).endsWith("-jar", home + "/sekisho.jar", "check", "a file.jsonc");
  }

  private List<String> called(String limit, String options) {
    Path launcher = SekishoProgram.checkout().resolve("deploy/package/sekisho");
    ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "check", "a file.jsonc");
    builder.environment().put("SEKISHO_HOME", home.toString());
    builder.environment().put("SEKISHO_MEMORY_LIMIT", limit);
    builder.environment().put("SEKISHO_JAVA_OPTS", options);
    Command.Result result = Command.run(builder);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.lines();
  }
}
