package sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sekisho.testing.Await;
import sekisho.testing.LogLines;

@Timeout(60)
class LogQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An output that nobody reads until a test lets it go on. */
  private static final class Blocked extends OutputStream {
    final CountDownLatch read = new CountDownLatch(1);
    final CountDownLatch entered = new CountDownLatch(1);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public void write(int octet) {
      throw new AssertionError("a line is written at once");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      entered.countDown();
      try {
        read.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      synchronized (written) {
        written.writeBytes(bytes);
      }
    }

    String text() {
      synchronized (written) {
        return written.toString(UTF_8);
      }
    }
  }

  private final Blocked out = new Blocked();
  private final LogQueue queue = LogQueue.before(out);

  @Test
  void nobody_waits_for_an_output_that_is_not_read_and_the_log_says_what_it_missed()
      throws Exception {
    try (LogLines log = LogLines.of(LogQueue.class)) {
      queue.write("0\n");
      out.entered.await();
      for (int i = 1; i <= LogQueue.MAX_WAITING_LINES + 5; i++) {
        // Returns, or the test is over its time.
        queue.write(i + "\n");
      }

      out.read.countDown();

      Await.until(
          "what was missed is said",
          () -> log.texts().stream().anyMatch(line -> line.startsWith("5 lines of this log")));
      queue.drain(PATIENCE);
      assertThat(out.text().lines())
          .hasSize(LogQueue.MAX_WAITING_LINES + 1)
          .startsWith("0", "1", "2")
          .endsWith(Integer.toString(LogQueue.MAX_WAITING_LINES));
    }
  }

  @Test
  void what_was_said_is_out_when_it_was_waited_for() throws Exception {
    out.read.countDown();
    queue.write("first\n");
    queue.write("xxlast\nxx", 2, 5);

    queue.drain(PATIENCE);

    assertThat(out.text()).isEqualTo("first\nlast\n");
  }

  @Test
  void an_output_that_is_not_read_is_waited_for_only_so_long() throws Exception {
    queue.write("first\n");

    queue.drain(Duration.ofMillis(10));

    assertThat(out.text()).isEmpty();
    out.read.countDown();
  }
}
