package sekisho.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;
import sekisho.journal.Journal;
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
  private static final int COLLECT_TIMEOUT_SECONDS = 5;

  private final Journal journal;
  private final LogWriter writer;
  private volatile AccessLogSettings settings;
  private final FastThreadLocal<LogLines> linesOfLoop = new FastThreadLocal<>();
  private final Queue<LogLines> linesOfAllLoops = new ConcurrentLinkedQueue<>();

  /** A log that is open and not in use yet; one of the two follows. */
  public final class Opened {
    private final AccessLogSettings others;
    private final LogSink opened;

    private Opened(AccessLogSettings others, LogSink opened) {
      this.others = others;
      this.opened = opened;
    }

    /** From now on lines go here; what they went to is closed. */
    public void use() {
      settings = others;
      writer.turnTo(opened);
    }

    /** Closes it again. */
    public void abandon() {
      opened.close();
    }
  }

  private AccessLog(AccessLogSettings settings, LogWriter writer, Journal journal) {
    this.settings = settings;
    this.writer = writer;
    this.journal = journal;
  }

  /**
   * Opens the log's file and starts its thread.
   *
   * @param journal gets the lines of requests that went wrong
   * @throws IOException when the file cannot be opened for appending
   */
  public static AccessLog open(AccessLogSettings settings, Meters meters, Journal journal)
      throws IOException {
    LogWriter writer = new LogWriter(LogSink.open(settings.target()), meters);
    writer.start();
    return new AccessLog(settings, writer, journal);
  }

  /**
   * Opens what lines are to go to next; a file that is open already too, since another may have its
   * name now. Blocking.
   *
   * @throws IOException when a file cannot be opened for appending
   */
  public Opened prepare(AccessLogSettings others) throws IOException {
    return new Opened(others, LogSink.open(others.target()));
  }

  /** The same with the settings that are in use. */
  public Opened prepareAgain() throws IOException {
    return prepare(settings);
  }

  /** Adds a line; called on {@code loop}, never waits. */
  void add(AccessEntry entry, EventExecutor loop) {
    AccessLogSettings now = settings;
    if (now.target() instanceof Target.Off) {
      return;
    }
    LogLines lines = linesOfLoop.getIfExists();
    if (lines == null) {
      lines = new LogLines(loop, writer, journal);
      linesOfLoop.set(lines);
      linesOfAllLoops.add(lines);
    }
    lines.add(entry, now.query());
  }

  /**
   * Writes everything that was added, and closes; event loops must have stopped adding and still
   * run. Blocks, so not for an event loop.
   */
  @Override
  public void close() {
    try {
      for (LogLines lines : linesOfAllLoops) {
        if (!lines.collect(COLLECT_TIMEOUT_SECONDS)) {
          LOG.warn("access log: an event loop does not answer, its last lines are lost");
        }
      }
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
