package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.Signals;

class StopSignalsTest {
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  @TempDir Path folder;
  private Process program;

  @AfterEach
  void end() {
    program.destroyForcibly().onExit().join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void the_first_signal_asks_and_ends_nothing(String signal) throws Exception {
    start();
    assertThat(folder.resolve("asked")).doesNotExist();

    Signals.send(program.pid(), signal);

    awaitAsked();
    assertThat(program.isAlive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"TERM, TERM", "INT, INT", "TERM, INT", "INT, TERM"})
  void the_second_signal_ends_the_process_at_once(String first, String second) throws Exception {
    start();
    Signals.send(program.pid(), first);
    awaitAsked();

    Signals.send(program.pid(), second);

    assertEnded();
  }

  @Test
  void a_stop_that_was_asked_for_otherwise_counts_as_the_first() throws Exception {
    start("stop");
    awaitAsked();

    Signals.send(program.pid(), "TERM");

    assertEnded();
  }

  @Test
  void hangups_end_nothing_and_many_at_once_are_one_more() throws Exception {
    start();
    for (int i = 0; i < 50; i++) {
      Signals.send(program.pid(), "HUP");
    }

    Signals.send(program.pid(), "TERM");
    awaitAsked();

    // Which came before the program had said what is to be done.
    Await.until("it was done", () -> Files.exists(folder.resolve("hung-up")));
    assertThat(Files.readAllLines(folder.resolve("hung-up"))).hasSizeLessThanOrEqualTo(2);
    assertThat(program.isAlive()).isTrue();
  }

  private void assertEnded() throws InterruptedException {
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
  }

  private void awaitAsked() {
    Await.until("it was asked", () -> Files.exists(folder.resolve("asked")));
  }

  private void start(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StopSignalsProgram.class.getName(), folder.toString()));
    command.addAll(List.of(more));
    program = new ProcessBuilder(command).inheritIO().start();
    Await.until(
        "its handlers are installed",
        () -> Files.exists(folder.resolve("installed")) || !program.isAlive());
    assertThat(program.isAlive()).isTrue();
  }
}
