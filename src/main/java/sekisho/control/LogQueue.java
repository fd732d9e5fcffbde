package sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Takes lines of the program's log from whoever has something to say, event loops among them, and
 * has a thread of its own write them: nobody waits for who reads the log.
 *
 * <p>What does not fit while it is not read is given up, and the log says later how much that was.
 */
final class LogQueue extends Writer {
  private static final Logger LOG = Logger.getLogger(LogQueue.class);

  /** Some 10 KB each at most, so as much memory as the access log may use. */
  static final int MAX_WAITING_LINES = 1024;

  private final OutputStream out;
  private final BlockingQueue<Text> waiting = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
  private final AtomicLong givenUp = new AtomicLong();

  /** Something to write; {@code written} is over after it, and after all before it. */
  private record Text(String text, CountDownLatch written) {
    static Text of(String text) {
      return new Text(text, new CountDownLatch(1));
    }
  }

  private LogQueue(OutputStream out) {
    this.out = out;
  }

  /**
   * @param out written to by the queue's thread alone, which may wait for it
   */
  static LogQueue before(OutputStream out) {
    LogQueue queue = new LogQueue(out);
    Thread.ofPlatform().daemon().name("log").start(queue::run);
    return queue;
  }

  @Override
  public void write(String line) {
    if (!waiting.offer(Text.of(line))) {
      givenUp.incrementAndGet();
    }
  }

  @Override
  public void write(char[] text, int from, int length) {
    write(new String(text, from, length));
  }

  @Override
  public void write(String text, int from, int length) {
    write(text.substring(from, from + length));
  }

  /** Nothing is waited for here: see {@link #drain}. */
  @Override
  public void flush() {}

  /** Waits until what was written so far is out, but no longer than that. */
  void drain(Duration patience) throws InterruptedException {
    Text last = Text.of("");
    if (waiting.offer(last, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      var _ = last.written().await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    // It lasts as long as the program: what is said last is to be heard too.
  }

  private void run() {
    try {
      while (true) {
        write(waiting.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Text text) {
    try {
      out.write(text.text().getBytes(UTF_8));
      long missed = givenUp.getAndSet(0);
      if (missed > 0) {
        LOG.warnf("%d lines of this log were given up, since nobody took them", missed);
      }
    } catch (IOException e) {
      // There is nobody whom it could be told.
      givenUp.incrementAndGet();
    } finally {
      text.written().countDown();
    }
  }
}
