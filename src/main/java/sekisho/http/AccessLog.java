package sekisho.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.journal.Journal;
import sekisho.journal.JournalEntry.Level;
import sekisho.journal.StandardOutput;
import sekisho.metrics.Meters;
import sekisho.model.AccessLogSettings;
import sekisho.model.AccessLogSettings.Target;

/**
 * The access log: a JSON line per request, written by a thread of its own.
 *
 * <p>Event loops collect lines in blocks and hand them over without waiting. When the disk cannot
 * keep up the queue fills, and whole blocks are dropped and counted: traffic never waits for the
 * log.
 */
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(AccessLog.class);

  /** A block is handed over when it has this many bytes, or is this old. */
  private static final int BLOCK_BYTES = 32 * 1024;

  private static final int MAX_BLOCK_AGE_MILLIS = 100;

  /** Blocks waiting for the disk: 8 MiB of lines, more than a second of a busy proxy. */
  private static final int MAX_WAITING_BLOCKS = 256;

  /** What the journal gets of a block at most, the latest: a flood of errors is no news. */
  private static final int MAX_WRONG_PER_BLOCK = 50;

  private static final int FIRST_SERVER_ERROR = 500;
  private static final int CLOSE_TIMEOUT_SECONDS = 5;

  /** inode(7): the bits of a mode that tell what it is of, and those of a named pipe. */
  private static final int FILE_TYPE = 0170000;

  private static final int PIPE = 0010000;

  private static final Block LAST = new Block(new byte[0], 0);

  /** Tells the writer to look where lines go now. */
  private static final Block TURN = new Block(new byte[0], 0);

  private final Meters meters;
  private final Journal journal;
  private volatile AccessLogSettings settings;

  /** Where lines go; for the writer alone. */
  private Sink sink;

  /** Whether a write has failed since the last that has not; for the writer alone, as the next. */
  private boolean cut;

  private long quietUntilNanos = System.nanoTime();

  /** Where they are to go from now on; null: where they go already. */
  private final AtomicReference<@Nullable Sink> next = new AtomicReference<>();

  private final BlockingQueue<Block> waiting = new ArrayBlockingQueue<>(MAX_WAITING_BLOCKS);
  private final Thread writer;
  private final FastThreadLocal<Lines> linesOfLoop = new FastThreadLocal<>();
  private final Queue<Lines> linesOfAllLoops = new ConcurrentLinkedQueue<>();

  /** The line of a request that went wrong. */
  private record Wrong(Instant at, Level level, String text) {}

  /** Whole lines on their way to the disk; one without a line is the last. */
  private static final class Block {
    final byte[] bytes;
    final int lines;

    Block(byte[] bytes, int lines) {
      this.bytes = bytes;
      this.lines = lines;
    }

    boolean isLast() {
      return this == LAST;
    }
  }

  /** A stream that lines go to, and whether it is to be closed after the last one. */
  private record Sink(OutputStream out, boolean closes) {
    static Sink open(Target target) throws IOException {
      return switch (target) {
        case Target.Off _ -> new Sink(OutputStream.nullOutputStream(), false);
        case Target.Stdout _ -> new Sink(StandardOutput.shared(), false);
        case Target.File file -> new Sink(open(file.path()), true);
      };
    }

    private static OutputStream open(Path path) throws IOException {
      return isPipe(path)
          // For reading too, fifo(7): else who starts waits for a reader, maybe for ever.
          ? Channels.newOutputStream(
              FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE))
          : Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static boolean isPipe(Path path) throws IOException {
      return Files.exists(path)
          && Files.getAttribute(path, "unix:mode") instanceof Integer mode
          && (mode & FILE_TYPE) == PIPE;
    }

    void close() {
      if (closes) {
        try {
          out.close();
        } catch (IOException e) {
          LOG.warnf("access log: %s", e.getMessage());
        }
      }
    }
  }

  /** A log that is open and not in use yet; one of the two follows. */
  public final class Opened {
    private final AccessLogSettings others;
    private final Sink opened;

    private Opened(AccessLogSettings others, Sink opened) {
      this.others = others;
      this.opened = opened;
    }

    /** From now on lines go here; what they went to is closed. */
    public void use() {
      settings = others;
      Sink missed = next.getAndSet(opened);
      if (missed != null) {
        missed.close();
      }
      // Where there is no room it has something to write, and looks before that.
      var _ = waiting.offer(TURN);
    }

    /** Closes it again. */
    public void abandon() {
      opened.close();
    }
  }

  private AccessLog(AccessLogSettings settings, Sink sink, Meters meters, Journal journal) {
    this.settings = settings;
    this.journal = journal;
    this.sink = sink;
    this.meters = meters;
    this.writer = Thread.ofPlatform().name("access-log").daemon().unstarted(this::write);
  }

  /**
   * Opens the log's file and starts its thread.
   *
   * @param journal gets the lines of requests that went wrong
   * @throws IOException when the file cannot be opened for appending
   */
  public static AccessLog open(AccessLogSettings settings, Meters meters, Journal journal)
      throws IOException {
    AccessLog log = new AccessLog(settings, Sink.open(settings.target()), meters, journal);
    log.writer.start();
    return log;
  }

  /**
   * Opens what lines are to go to next; a file that is open already too, since another may have its
   * name now. Blocking.
   *
   * @throws IOException when a file cannot be opened for appending
   */
  public Opened prepare(AccessLogSettings others) throws IOException {
    return new Opened(others, Sink.open(others.target()));
  }

  /** The same with the settings that are in use. */
  public Opened prepareAgain() throws IOException {
    return prepare(settings);
  }

  /** Adds a line; called on {@code loop}, never waits. */
  void add(AccessEntry entry, EventExecutor loop) {
    if (settings.target() instanceof Target.Off) {
      return;
    }
    Lines lines = linesOfLoop.getIfExists();
    if (lines == null) {
      lines = new Lines(loop);
      linesOfLoop.set(lines);
      linesOfAllLoops.add(lines);
    }
    lines.add(entry);
  }

  /** One event loop's lines that are not handed over yet. */
  private final class Lines {
    private final EventExecutor loop;
    private final JsonLine json = new JsonLine(BLOCK_BYTES + 4096);
    private final Deadline age;
    private final Deque<Wrong> wrong = new ArrayDeque<>();
    private int count;

    Lines(EventExecutor loop) {
      this.loop = loop;
      this.age = Deadlines.of(loop).create(this::handOver);
    }

    void add(AccessEntry entry) {
      int start = json.length();
      AccessLine.write(json, entry, settings.query());
      count++;
      if (entry.reason() != null || entry.status() >= FIRST_SERVER_ERROR) {
        remember(entry, start);
      }
      if (json.length() >= BLOCK_BYTES) {
        handOver();
      } else if (!age.isArmed()) {
        age.arm(MAX_BLOCK_AGE_MILLIS);
      }
    }

    /** For the journal, which gets them by the block: its lock is not for every request. */
    private void remember(AccessEntry entry, int start) {
      if (wrong.size() == MAX_WRONG_PER_BLOCK) {
        wrong.removeFirst();
      }
      wrong.addLast(
          new Wrong(
              Instant.ofEpochMilli(entry.epochMillis()),
              entry.status() >= FIRST_SERVER_ERROR ? Level.WARN : Level.INFO,
              json.textFrom(start)));
    }

    private void handOver() {
      age.disarm();
      wrong.forEach(line -> journal.addAccess(line.at(), line.level(), line.text()));
      wrong.clear();
      if (count == 0) {
        return;
      }
      Block block = new Block(json.take(), count);
      count = 0;
      if (!waiting.offer(block)) {
        for (int i = 0; i < block.lines; i++) {
          meters.logLineDropped();
        }
      }
    }
  }

  /** Has every event loop hand over the lines that are not old enough yet. */
  private void collect() throws InterruptedException {
    for (Lines lines : linesOfAllLoops) {
      boolean done =
          lines.loop.submit(lines::handOver).await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!done) {
        LOG.warn("access log: an event loop does not answer, its last lines are lost");
      }
    }
  }

  private void write() {
    try {
      for (Block block = waiting.take(); !block.isLast(); block = waiting.take()) {
        write(block);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Block block) {
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
      for (int i = 0; i < block.lines; i++) {
        meters.logLineDropped();
      }
    }
  }

  /** Once a minute: a full disk is full for every block. */
  private void complain(IOException fault) {
    long now = System.nanoTime();
    if (now - quietUntilNanos >= 0) {
      quietUntilNanos = now + TimeUnit.MINUTES.toNanos(1);
      LOG.warnf(
          "access log: lines are given up, which access_log_dropped_lines_total counts: %s",
          fault.getMessage());
    }
  }

  private void turn() {
    Sink other = next.getAndSet(null);
    if (other != null) {
      sink.close();
      sink = other;
      cut = false;
    }
  }

  /**
   * Writes everything that was added, and closes; event loops must have stopped adding and still
   * run. Blocks, so not for an event loop.
   */
  @Override
  public void close() {
    try {
      collect();
      if (waiting.offer(LAST, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        writer.join(TimeUnit.SECONDS.toMillis(CLOSE_TIMEOUT_SECONDS));
      }
      turn();
      sink.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
