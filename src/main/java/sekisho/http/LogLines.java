package sekisho.http;

import io.netty.util.concurrent.EventExecutor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.journal.Journal;
import sekisho.journal.JournalEntry.Level;
import sekisho.model.AccessLogSettings.Query;

/** One event loop's lines of the access log that are not handed over yet; for that loop alone. */
final class LogLines {
  /** A block is handed over when it has this many bytes, or is this old. */
  private static final int BLOCK_BYTES = 32 * 1024;

  private static final int MAX_BLOCK_AGE_MILLIS = 100;

  /** Of the line that makes a block full. */
  private static final int ROOM_FOR_A_LINE_BYTES = 4096;

  /** What the journal gets of a block at most, the latest: a flood of errors is no news. */
  private static final int MAX_WRONG_PER_BLOCK = 50;

  private static final int FIRST_SERVER_ERROR = 500;

  private final EventExecutor loop;
  private final LogWriter writer;
  private final Journal journal;
  private final JsonLine json = new JsonLine(BLOCK_BYTES + ROOM_FOR_A_LINE_BYTES);
  private final Deadline age;
  private final Deque<Wrong> wrong = new ArrayDeque<>();
  private int count;

  /** The line of a request that went wrong. */
  private record Wrong(Instant at, Level level, String text) {}

  /** To be made on {@code loop}. */
  LogLines(EventExecutor loop, LogWriter writer, Journal journal) {
    this.loop = loop;
    this.writer = writer;
    this.journal = journal;
    this.age = Deadlines.of(loop).create(this::handOver);
  }

  void add(AccessEntry entry, Query query) {
    int start = json.length();
    AccessLine.write(json, entry, query);
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
    if (count > 0) {
      LogBlock block = new LogBlock(json.take(), count);
      count = 0;
      writer.add(block);
    }
  }

  /**
   * Has the loop hand over what is not old enough yet; blocks, so not for a loop.
   *
   * @return whether it did so in time
   */
  boolean collect(long timeoutSeconds) throws InterruptedException {
    return loop.submit(this::handOver).await(timeoutSeconds, TimeUnit.SECONDS);
  }
}
