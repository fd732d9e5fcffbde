package sekisho.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.util.function.LongConsumer;
import sekisho.message.ChunkEncoder;
import sekisho.message.Fields;

/**
 * What is written to one HTTP connection, on either side: chunks get their framing, all that is
 * written in a turn of the event loop is flushed once, and what was flushed is counted.
 *
 * <p>Knows no heads and no clocks. Belongs to the channel's event loop; does not own the channel.
 */
public final class Outgoing {
  private final Channel channel;
  private final LongConsumer flushed;
  private final Runnable flushTask = this::flushInItsTurn;
  private boolean chunked;

  /** Whether the line end behind a piece is missing: what is written next brings it, or a flush. */
  private boolean behindPiece;

  private boolean flushScheduled;

  /** What was written and flushed, in bytes; before a flush TLS keeps it, and it is not pending. */
  private long flushedBytes;

  private long unflushedBytes;
  private long takenAtMark;

  /** Whether the mark waits for a flush, before which it would say nothing. */
  private boolean markDue;

  /** One that tells nobody; see the other. */
  public Outgoing(Channel channel) {
    this(channel, _ -> {});
  }

  /**
   * @param flushed told how many bytes leave with each flush
   */
  public Outgoing(Channel channel, LongConsumer flushed) {
    this.channel = channel;
    this.flushed = flushed;
  }

  /** A message begins; its head is written next. */
  public void begin(boolean chunkedBody) {
    chunked = chunkedBody;
    behindPiece = false;
  }

  /** Writes without framing; takes the bytes over. */
  public void write(ByteBuf bytes) {
    write(bytes, channel.voidPromise());
  }

  /** Likewise; {@code promise} tells what became of it. */
  public void write(ByteBuf bytes, ChannelPromise promise) {
    unflushedBytes += bytes.readableBytes();
    channel.write(bytes, promise);
  }

  /** Writes a piece of the body; takes it over. */
  public void piece(ByteBuf piece) {
    if (!piece.isReadable()) {
      // RFC 9112 §7.1: an empty chunk would end the body.
      piece.release();
      return;
    }
    if (chunked) {
      boolean behindAnother = behindPiece;
      behindPiece = false;
      write(ChunkEncoder.before(piece.readableBytes(), behindAnother, channel.alloc()));
    }
    write(piece);
    behindPiece = chunked;
    flushSoon();
  }

  /**
   * Writes what ends the body.
   *
   * @return whether that was anything, which is not flushed yet
   */
  public boolean end(Fields trailers) {
    if (chunked) {
      boolean behindLast = behindPiece;
      behindPiece = false;
      write(ChunkEncoder.end(trailers, behindLast, channel.alloc()));
    }
    return chunked;
  }

  /** Flushes when the reads of this turn are done: head and body leave in one write. */
  public void flushSoon() {
    if (!flushScheduled) {
      flushScheduled = true;
      channel.eventLoop().execute(flushTask);
    }
  }

  /** From here on nothing is scheduled, until {@link #flushHeld()} flushes it all. */
  public void holdFlush() {
    flushScheduled = true;
  }

  public void flushHeld() {
    flushInItsTurn();
  }

  public void flush() {
    if (behindPiece) {
      behindPiece = false;
      write(ChunkEncoder.after());
    }
    flushedBytes += unflushedBytes;
    flushed.accept(unflushedBytes);
    unflushedBytes = 0;
    channel.flush();
    if (markDue) {
      setMark();
    }
  }

  private void flushInItsTurn() {
    flushScheduled = false;
    flush();
  }

  /**
   * From here on {@link #hasMoved} looks: what our kernel takes at once of what is written already
   * is no doing of the other end's, and does not count.
   */
  public void mark() {
    if (unflushedBytes == 0) {
      setMark();
    } else {
      markDue = true;
    }
  }

  private void setMark() {
    markDue = false;
    takenAtMark = takenBytes();
  }

  /** Whether the other end has taken anything since {@link #mark}. */
  public boolean hasMoved() {
    // Without a buffer nothing is taken any more, however little is pending.
    return !markDue && channel.unsafe().outboundBuffer() != null && takenBytes() > takenAtMark;
  }

  /**
   * What our kernel has taken for the other end, give or take what TLS adds: it grows while the
   * other end takes anything, also where more comes meanwhile.
   */
  private long takenBytes() {
    return flushedBytes - pendingBytes(channel);
  }

  /** What waits in memory for the kernel to take it; 0 where nothing can be written any more. */
  public static long pendingBytes(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    // A buffer that is written in part counts as a whole until its last byte is.
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }
}
