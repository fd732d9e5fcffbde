package sekisho.http;

import io.netty.channel.Channel;
import sekisho.channel.Cut;
import sekisho.channel.LingeringClose;
import sekisho.message.Unread;

/**
 * The ways in which a client's connection ends. Each happens at once and for good; nothing is read
 * afterwards.
 */
final class Ending {
  private final Channel channel;
  private final ResponseWriter writer;
  private final Patience patience;
  private final Unread unread;
  private boolean over;

  /** What becomes of a connection after an exchange. */
  enum Manner {
    /** Nothing: another request may come. */
    NEXT_REQUEST,
    /** The client has nothing more to send. */
    CLOSE,
    /** The client may still be sending: it gets time to read the answer. */
    LINGER,
    /** The response is not complete and never will be. */
    TRUNCATE
  }

  Ending(Channel channel, ResponseWriter writer, Patience patience, Unread unread) {
    this.channel = channel;
    this.writer = writer;
    this.patience = patience;
    this.unread = unread;
  }

  /** Whether the connection is closing or closed: what comes now is nobody's. */
  boolean isOver() {
    return over;
  }

  void close() {
    release();
    channel.close();
  }

  /**
   * Ends the connection behind the answer.
   *
   * @param linger whether the client may still be sending: then its bytes must not take the answer
   *     away
   */
  void closeOrLinger(boolean linger) {
    try {
      flush();
    } finally {
      if (linger) {
        LingeringClose.patiently(channel);
      } else {
        channel.close();
      }
    }
  }

  /**
   * The response cannot be completed: ends the connection without close_notify, so that the client
   * does not take what it has for all there is.
   */
  void truncate() {
    try {
      flush();
    } finally {
      Cut.now(channel);
    }
  }

  /** The last bytes; there may be no memory for them. What happens meanwhile finds it over. */
  private void flush() {
    over = true;
    try {
      writer.flush();
    } finally {
      release();
    }
  }

  /** The channel is somebody else's from now on, as are the unread bytes, if they were taken. */
  void leave() {
    release();
  }

  private void release() {
    over = true;
    patience.begin(Patience.For.NOTHING);
    writer.close();
    unread.release();
  }
}
