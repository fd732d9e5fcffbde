package sekisho.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection on which both sides send lines, each with a deadline. Blocking, for one thread; only
 * {@link #end} is for others.
 *
 * <p>Owns the connection. A selector of its own makes the waiting end in time, which a blocking
 * Unix socket cannot.
 */
final class LineChannel implements AutoCloseable {
  private static final int BUFFER_BYTES = 8192;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private volatile boolean ended;

  private LineChannel(SocketChannel channel, Selector selector, SelectionKey key) {
    this.channel = channel;
    this.selector = selector;
    this.key = key;
  }

  /** Takes over a connection, and closes it when that fails. */
  static LineChannel of(SocketChannel channel) throws IOException {
    try {
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      return new LineChannel(channel, selector, channel.register(selector, 0));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What came. */
  sealed interface Received {
    /** A whole one. */
    final class Line implements Received {
      private final byte[] text;

      private Line(byte[] text) {
        this.text = text;
      }

      /** Without its end; the receiver's own. */
      byte[] text() {
        return text;
      }
    }

    /** The peer has ended after a whole line, or nothing more is to be waited for. */
    record End() implements Received {}

    /** The peer has ended in the middle of a line. */
    record Unfinished() implements Received {}

    /**
     * The deadline was met.
     *
     * @param begun whether a part of a line has come
     */
    record Late(boolean begun) implements Received {}

    record TooLong() implements Received {}
  }

  /**
   * Waits for a line.
   *
   * @param patience from now to the line's end
   */
  Received read(int maxBytes, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (in.hasRemaining()) {
        byte next = in.get();
        if (next == '\n') {
          return new Received.Line(line.toByteArray());
        }
        if (line.size() == maxBytes) {
          return new Received.TooLong();
        }
        line.write(next);
      }
      in.clear();
      int count = channel.read(in);
      in.flip();
      boolean begun = line.size() > 0;
      if (count < 0) {
        return begun ? new Received.Unfinished() : new Received.End();
      }
      if (count == 0 && !await(SelectionKey.OP_READ, deadline)) {
        return ended ? new Received.End() : new Received.Late(begun);
      }
    }
  }

  /**
   * Writes a line and its end.
   *
   * @return whether the peer has taken it in time
   */
  boolean write(byte[] line, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    ByteBuffer out = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
    while (out.hasRemaining()) {
      if (channel.write(out) == 0 && !await(SelectionKey.OP_WRITE, deadline)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is worth to try again. */
  private boolean await(int operation, long deadline) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    long left = deadline - System.nanoTime();
    if (ended || left <= 0) {
      return false;
    }
    key.interestOps(operation);
    selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    selector.selectedKeys().clear();
    return !ended;
  }

  /** Whoever waits waits no more. */
  void end() {
    ended = true;
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
