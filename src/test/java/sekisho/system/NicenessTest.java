package sekisho.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class NicenessTest {
  /** proc_pid_stat(5), counted from behind the name, which may hold anything. */
  private static final int NICE = 19 - 3;

  @Test
  void a_thread_lets_others_go_first_and_nobody_else_does() throws Exception {
    int before = niceness();
    FutureTask<Integer> inThread =
        new FutureTask<>(() -> Niceness.ofThisThread(before + 3) ? niceness() : -1);

    Thread.ofPlatform().start(inThread);

    assertThat(inThread.get()).isEqualTo(before + 3);
    assertThat(niceness()).isEqualTo(before);
  }

  private static int niceness() throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
  }
}
