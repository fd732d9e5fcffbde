package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BehindOthersTest {
  /** proc_pid_stat(5), counted from behind the name. */
  private static final int NICE = 19 - 3;

  @Test
  void others_go_first() throws Exception {
    int own = niceness();

    assertThat(BehindOthers.compute(IOException.class, BehindOthersTest::niceness))
        .isEqualTo(own + 10);
    assertThat(niceness()).isEqualTo(own);
  }

  @ParameterizedTest
  @MethodSource
  void what_it_throws_comes_as_it_is(Throwable thrown) {
    assertThatThrownBy(() -> BehindOthers.compute(IOException.class, () -> failing(thrown)))
        .isSameAs(thrown);
  }

  static Stream<Throwable> what_it_throws_comes_as_it_is() {
    return Stream.of(
        new IOException(),
        new IllegalStateException(),
        new CompletionException(new IOException()),
        new StackOverflowError());
  }

  private static int failing(Throwable thrown) throws IOException {
    switch (thrown) {
      case IOException declared -> throw declared;
      case RuntimeException fault -> throw fault;
      case Error error -> throw error;
      default -> throw new IllegalArgumentException(thrown);
    }
  }

  @Test
  void who_is_interrupted_waits_all_the_same_and_hears_of_it() {
    Thread.currentThread().interrupt();

    assertThat(BehindOthers.<String, RuntimeException>compute(RuntimeException.class, () -> "done"))
        .isEqualTo("done");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static int niceness() throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
  }
}
