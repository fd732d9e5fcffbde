package sekisho.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Counts TCP connections every now and then, on a thread of its own: the kernel walks all of its
 * table for that, which nobody who asks for metrics should wait for.
 */
final class TcpSampling implements AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** With so many connections that counting takes long: 2 % of one CPU, and no more. */
  private static final long REST_PER_WORK = 50;

  /** Nobody waits for it. */
  private static final int NICE = 10;

  private final ProcFiles files;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Niceness.threads("tcp-sampling", NICE));
  private volatile Map<TcpState, Long> last = Map.of();

  TcpSampling(ProcFiles files) {
    this.files = files;
  }

  /** Counts now and from now on. */
  TcpSampling start() {
    thread.execute(this::sampleAgain);
    return this;
  }

  private void sampleAgain() {
    long begin = System.nanoTime();
    sample();
    try {
      var _ =
          thread.schedule(this::sampleAgain, rest(System.nanoTime() - begin), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // Closed meanwhile.
    }
  }

  static long rest(long workNanos) {
    return Math.max(INTERVAL_NANOS, REST_PER_WORK * workNanos);
  }

  /** Counts once. */
  void sample() {
    TcpCount count = new TcpCount();
    try {
      add(count, "net/tcp");
      add(count, "net/tcp6");
      last = count.counts();
    } catch (IOException _) {
      // Half a count is none.
      last = Map.of();
    }
  }

  private void add(TcpCount count, String name) throws IOException {
    try (InputStream file = files.open(name)) {
      count.add(file);
    } catch (NoSuchFileException _) {
      // A machine without IPv6.
    }
  }

  /** Of the last time; empty before the first. */
  Map<TcpState, Long> last() {
    return last;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
