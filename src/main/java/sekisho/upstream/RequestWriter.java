package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import sekisho.message.ChunkEncoder;
import sekisho.message.Fields;
import sekisho.message.HeadEncoder;

/**
 * Writes requests to one upstream connection: framing, and flushing once per turn of the event
 * loop.
 */
final class RequestWriter {
  private final Channel channel;
  private final Runnable flushTask = this::flushNow;
  private boolean chunked;
  private boolean noChunkYet;
  private boolean ended;
  private boolean flushScheduled;
  private boolean refused;

  RequestWriter(Channel channel) {
    this.channel = channel;
  }

  /**
   * Writes the head, and with it what {@code more} writes.
   *
   * @param more called if a body follows
   */
  void begin(UpstreamRequest request, Runnable more) {
    chunked = request.chunked();
    noChunkYet = true;
    ended = !request.bodyFollows();
    refused = false;
    // A flush is due at the end: nothing below needs to schedule one.
    flushScheduled = true;
    channel.write(
        HeadEncoder.request(request.method(), request.target(), request.fields(), channel.alloc()),
        request.isIdempotent() ? channel.voidPromise() : watched());
    if (!ended) {
      more.run();
    }
    flushNow();
  }

  /**
   * Tells a head of which nothing was written from one of which a part was: the former may be sent
   * again whatever its method.
   */
  private ChannelPromise watched() {
    ChannelProgressivePromise promise = channel.newProgressivePromise();
    promise.addListener(
        new ChannelProgressiveFutureListener() {
          private boolean begun;

          @Override
          public void operationProgressed(ChannelProgressiveFuture f, long progress, long total) {
            begun |= progress > 0;
          }

          @Override
          public void operationComplete(ChannelProgressiveFuture written) {
            refused = !written.isSuccess() && !begun;
          }
        });
    return promise;
  }

  /** Whether nothing of the head was written, and never will be. */
  boolean hasWrittenNothing() {
    return refused;
  }

  /** A piece of the body; takes it over. */
  void body(ByteBuf piece) {
    if (!piece.isReadable()) {
      piece.release();
      return;
    }
    if (chunked) {
      write(ChunkEncoder.before(piece.readableBytes(), noChunkYet, channel.alloc()));
      noChunkYet = false;
    }
    write(piece);
    flushSoon();
  }

  void end(Fields trailers) {
    ended = true;
    if (chunked) {
      write(ChunkEncoder.end(trailers, noChunkYet, channel.alloc()));
      flushSoon();
    }
  }

  /** Whether the kernel has the whole request. */
  boolean isDone() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return ended && pending != null && pending.totalPendingWriteBytes() == 0;
  }

  private void write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }

  private void flushSoon() {
    if (!flushScheduled) {
      flushScheduled = true;
      // Runs when the reads of this turn are done: many pieces leave in one write.
      channel.eventLoop().execute(flushTask);
    }
  }

  private void flushNow() {
    flushScheduled = false;
    channel.flush();
  }
}
