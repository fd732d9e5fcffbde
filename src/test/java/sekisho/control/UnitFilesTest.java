package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Command;
import sekisho.testing.SekishoProgram;
import sekisho.testing.Tools;

/** {@code deploy/systemd}, as systemd itself judges it. */
class UnitFilesTest {
  private static final Path UNITS = SekishoProgram.checkout().resolve("deploy/systemd");

  /** Exposure is told in tenths: 2.0, of 10. */
  private static final int HIGHEST_EXPOSURE = 20;

  @TempDir Path folder;

  private Path service;

  @BeforeEach
  void copy() throws IOException {
    service = folder.resolve("sekisho.service");
    // Any program that is here: the packaged one is not installed.
    Files.writeString(
        service,
        Files.readString(UNITS.resolve("sekisho.service")).replace("/usr/bin/sekisho", "/bin/sh"));
    Files.copy(UNITS.resolve("sekisho.socket"), folder.resolve("sekisho.socket"));
  }

  @Test
  void systemd_finds_nothing_to_complain_of() {
    Command.Result result =
        analyze("verify", service.toString(), folder.resolve("sekisho.socket").toString());

    assertThat(result.lines()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void a_misspelt_line_would_be_found() throws IOException {
    Files.writeString(service, Files.readString(service).replace("UMask=", "UMaks="));

    assertThat(analyze("verify", service.toString()).lines())
        .anyMatch(line -> line.contains("UMaks"));
  }

  @Test
  void little_of_the_system_is_exposed_to_the_service() {
    Command.Result result = security();

    assertThat(result.stdout()).contains("Overall exposure level for sekisho.service");
    assertThat(result.exitCode()).as(result.stdout()).isZero();
    assertThat(row(result, "MemoryDenyWriteExecute=")).startsWith("✗");
  }

  @Test
  void the_drop_in_of_the_native_program_forbids_memory_that_is_written_and_executed()
      throws IOException {
    Path dropIns = Files.createDirectory(folder.resolve("sekisho.service.d"));
    Files.copy(UNITS.resolve("native.conf"), dropIns.resolve("native.conf"));

    assertThat(row(security(), "MemoryDenyWriteExecute=")).startsWith("✓");
    assertThat(analyze("verify", service.toString()).lines()).isEmpty();
  }

  private Command.Result security() {
    return analyze(
        "security", "--offline=true", "--threshold=" + HIGHEST_EXPOSURE, service.toString());
  }

  private static String row(Command.Result result, String directive) {
    return result.lines().stream()
        .filter(line -> line.contains(" " + directive + " "))
        .findFirst()
        .orElseThrow();
  }

  private static Command.Result analyze(String verb, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder();
    builder
        .command()
        .addAll(
            List.of(Tools.require("systemd-analyze").toString(), "--no-pager", "--man=no", verb));
    builder.command().addAll(List.of(arguments));
    // Its ticks and crosses are of UTF-8, and its lines as long as they are.
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("SYSTEMD_COLORS", "0");
    builder.environment().put("COLUMNS", "200");
    return Command.run(builder);
  }
}
