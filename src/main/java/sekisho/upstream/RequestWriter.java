package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import sekisho.channel.Outgoing;
import sekisho.message.Fields;
import sekisho.message.HeadEncoder;

/** Writes requests to one upstream connection, and knows whether they were written. */
final class RequestWriter {
  private final Channel channel;
  private final Outgoing outgoing;
  private final boolean secure;
  private boolean ended;
  private boolean refused;

  RequestWriter(Channel channel, boolean secure) {
    this.channel = channel;
    this.secure = secure;
    this.outgoing = new Outgoing(channel);
  }

  /**
   * Writes the head, and with it what {@code more} writes.
   *
   * @param more called if a body follows
   */
  void begin(UpstreamRequest request, Runnable more) {
    outgoing.begin(request.chunked());
    ended = !request.bodyFollows();
    refused = false;
    outgoing.holdFlush();
    // Of what TLS makes of a head nobody tells how much was written.
    boolean matters = !request.isIdempotent() && !secure;
    outgoing.write(
        HeadEncoder.request(request.method(), request.target(), request.fields(), channel.alloc()),
        matters ? watched() : channel.voidPromise());
    if (!ended) {
      more.run();
    }
    outgoing.flushHeld();
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
    outgoing.piece(piece);
  }

  void end(Fields trailers) {
    ended = true;
    if (outgoing.end(trailers)) {
      outgoing.flushSoon();
    }
  }

  /** See {@link Outgoing#mark}. */
  void mark() {
    outgoing.mark();
  }

  boolean hasMoved() {
    return outgoing.hasMoved();
  }

  /** Whether the kernel has the whole request. */
  boolean isDone() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return ended && pending != null && pending.totalPendingWriteBytes() == 0;
  }
}
