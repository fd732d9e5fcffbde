package sekisho.http;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.journal.OncePerMinute;
import sekisho.metrics.Meters;

/**
 * The thread that writes the access log. Whoever has lines for it never waits: what it cannot keep
 * up with is dropped by the block, and counted.
 */
final class LogWriter {
  private static final Logger LOG = Logger.getLogger(AccessLog.class);

  /** Blocks waiting for the disk: 8 MiB of lines, more than a second of a busy proxy. */
  private static final int MAX_WAITING_BLOCKS = 256;

  private static final int CLOSE_TIMEOUT_SECONDS = 5;

  private static final LogBlock LAST = new LogBlock(new byte[0], 0);

  /** Tells the thread to look where lines go now. */
  private static final LogBlock TURN = new LogBlock(new byte[0], 0);

  private final Meters meters;
  private final BlockingQueue<LogBlock> waiting = new ArrayBlockingQueue<>(MAX_WAITING_BLOCKS);

  /** Where they are to go from now on; null: where they go already. */
  private final AtomicReference<@Nullable LogSink> next = new AtomicReference<>();

  private final Thread thread =
      Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);

  // For the thread alone:

  private LogSink sink;

  /** Whether a write has failed since the last that has not. */
  private boolean cut;

  /** A full disk is full for every block. */
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);

  /**
   * @param sink taken over
   */
  LogWriter(LogSink sink, Meters meters) {
    this.sink = sink;
    this.meters = meters;
  }

  void start() {
    thread.start();
  }

  /** Writes the block, or drops it; from any thread, never waits. */
  void add(LogBlock block) {
    if (!waiting.offer(block)) {
      drop(block);
    }
  }

  private void drop(LogBlock block) {
    for (int i = 0; i < block.lines; i++) {
      meters.logLineDropped();
    }
  }

  /** What comes from now on goes here, which is taken over; what it went to is closed. */
  void turnTo(LogSink other) {
    LogSink missed = next.getAndSet(other);
    if (missed != null) {
      missed.close();
    }
    // Where there is no room it has something to write, and looks before that.
    var _ = waiting.offer(TURN);
  }

  private void run() {
    try {
      for (LogBlock block = waiting.take(); block != LAST; block = waiting.take()) {
        write(block);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(LogBlock block) {
    turn();
    try {
      if (cut) {
        // A part of a line may be there, and is not to spoil the next one.
        sink.out().write('\n');
      }
      sink.out().write(block.bytes);
      cut = false;
    } catch (IOException e) {
      // The next block may find room again; the lines of this one are lost and counted.
      cut = true;
      complain(e);
      drop(block);
    }
  }

  private void complain(IOException fault) {
    if (complaints.unsaid() >= 0) {
      LOG.warnf(
          "access log: lines are given up, which access_log_dropped_lines_total counts: %s",
          fault.getMessage());
    }
  }

  private void turn() {
    LogSink other = next.getAndSet(null);
    if (other != null) {
      sink.close();
      sink = other;
      cut = false;
    }
  }

  /** Writes what there is, closes, and waits for that, but not for ever. */
  void close() throws InterruptedException {
    if (waiting.offer(LAST, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_TIMEOUT_SECONDS));
    }
    turn();
    sink.close();
  }
}
