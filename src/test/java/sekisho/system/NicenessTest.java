package sekisho.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class NicenessTest {
  /** proc_pid_stat(5), counted from behind the name, which may hold anything. */
  private static final int NICE = 19 - 3;

  @Test
  void a_thread_lets_others_go_first_and_nobody_else_does() throws Exception {
    int before = niceness();
    FutureTask<Integer> inThread =
        new FutureTask<>(() -> Niceness.ofThisThread(3) ? niceness() : -1);

    Thread.ofPlatform().start(inThread);

    assertThat(inThread.get()).isEqualTo(before + 3);
    assertThat(niceness()).isEqualTo(before);
  }

  @Test
  void a_factory_makes_such_threads_with_its_name() throws Exception {
    FutureTask<String> inThread =
        new FutureTask<>(() -> niceness() + " " + Thread.currentThread().getName());

    Niceness.threads("patient", 4).newThread(inThread).start();

    assertThat(inThread.get()).isEqualTo(niceness() + 4 + " patient");
  }

  /** For the rest of the test run, which is not slower for it while a processor is free. */
  @Test
  void threads_that_compile_let_others_go_first() throws IOException {
    int before = niceness();

    assertThat(Niceness.ofCompilers(1)).isPositive();

    assertThat(compilers()).isNotEmpty().allMatch(stat -> niceness(stat) == before + 1);
    assertThat(niceness()).isEqualTo(before);
  }

  private static List<String> compilers() throws IOException {
    List<String> stats = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        stats.add(stat(thread));
      }
    }
    return stats.stream().filter(stat -> stat.contains("CompilerThre")).toList();
  }

  /** Empty, where it has ended meanwhile. */
  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  private static int niceness() throws IOException {
    return niceness(Files.readString(Path.of("/proc/thread-self/stat")));
  }

  private static int niceness(String stat) {
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
  }
}
