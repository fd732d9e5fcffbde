package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import sekisho.channel.Outgoing;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.live.LiveConnection;
import sekisho.message.Fields;
import sekisho.message.HeadEncoder;

/**
 * Writes responses to one client connection: framing, flushing once per turn of the event loop, and
 * the clock of a client that takes nothing.
 */
final class ResponseWriter {
  /** How a response's body ends (RFC 9112 §6). */
  enum Framing {
    /** There is none, whatever the fields say: HEAD, 204, 304. */
    NONE,
    /** Content-Length tells. */
    LENGTH,
    CHUNKED,
    /** For HTTP/1.0 clients that cannot be told otherwise. */
    UNTIL_CLOSE
  }

  private final Channel channel;
  private long timeoutMillis;
  private final Deadline stalled;
  private final Runnable gaveUp;
  private final Runnable lost;
  private final Outgoing outgoing;
  private Framing framing = Framing.NONE;

  /** Whether an end waits to be taken: then its clock runs until it is. */
  private boolean ending;

  /**
   * @param live told of every byte
   * @param gaveUp called when the client has taken nothing for {@code timeoutMillis}
   * @param lost called when the connection has gone before the kernel had the end of a response
   */
  ResponseWriter(
      Channel channel,
      LiveConnection live,
      Deadlines deadlines,
      long timeoutMillis,
      Runnable gaveUp,
      Runnable lost) {
    this.channel = channel;
    this.outgoing = new Outgoing(channel, live::sent);
    this.timeoutMillis = timeoutMillis;
    this.gaveUp = gaveUp;
    this.lost = lost;
    this.stalled = deadlines.create(this::stalled);
  }

  /** How long the client may take nothing, from the next response on. */
  void timeout(Duration timeout) {
    timeoutMillis = timeout.toMillis();
  }

  /** An interim response; it has no body and is sent at once. */
  void interim(int status, String reasonPhrase, Fields fields) {
    outgoing.write(HeadEncoder.response(status, reasonPhrase, fields, channel.alloc()));
    outgoing.flush();
  }

  void head(int status, String reasonPhrase, Fields fields, Framing bodyFraming) {
    framing = bodyFraming;
    outgoing.begin(bodyFraming == Framing.CHUNKED);
    outgoing.write(HeadEncoder.response(status, reasonPhrase, fields, channel.alloc()));
    outgoing.flushSoon();
  }

  /** A whole answer of our own, whose fields say all. */
  void answer(OwnAnswer answer, boolean withoutBody) {
    head(
        answer.status(),
        OwnAnswer.phrase(answer.status()),
        answer.fields(),
        withoutBody ? Framing.NONE : Framing.LENGTH);
    body(ByteBufUtil.writeAscii(channel.alloc(), answer.body()));
  }

  /** A piece of the body; takes it over. */
  void body(ByteBuf piece) {
    if (framing == Framing.NONE) {
      piece.release();
    } else {
      outgoing.piece(piece);
    }
  }

  /** Ends the response and calls {@code written} once the kernel has all of it. */
  void end(Fields trailers, Runnable written) {
    outgoing.end(trailers);
    whenWritten(written);
  }

  /** Flushes, and calls {@code written} once the kernel has it all. */
  void whenWritten(Runnable written) {
    outgoing.flush();
    if (!channel.isOpen()) {
      stalled.disarm();
      lost.run();
      return;
    }
    if (Outgoing.pendingBytes(channel) == 0) {
      stalled.disarm();
      written.run();
      return;
    }
    ending = true;
    ChannelFuture end = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    watch();
    end.addListener(flushed -> {
      ending = false;
      stalled.disarm();
      (flushed.isSuccess() ? written : lost).run();
    });
  }

  /** Whether the client takes what is written; if not, its clock runs. */
  boolean isWritable() {
    if (channel.isWritable()) {
      return true;
    }
    watch();
    return false;
  }

  void becameWritable() {
    if (!ending) {
      stalled.disarm();
    }
  }

  void flush() {
    outgoing.flush();
  }

  void close() {
    stalled.disarm();
  }

  private void watch() {
    if (!stalled.isArmed()) {
      outgoing.mark();
      stalled.arm(timeoutMillis);
    }
  }

  private void stalled() {
    if (Outgoing.pendingBytes(channel) == 0) {
      return;
    }
    if (outgoing.hasMoved()) {
      watch();
    } else {
      gaveUp.run();
    }
  }
}
