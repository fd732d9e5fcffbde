package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;

/**
 * Ends a connection with FIN although the client may be sending still: a close that leaves bytes
 * unread is a RST, which takes away what was written last and tells that somebody is here.
 *
 * <p>Half closes, throws away what comes, and closes when the client does, but holds nothing and
 * waits neither long nor for much.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {
  /** A few round trips for the client to take note of the FIN; a descriptor is held that long. */
  private static final long PATIENCE_MILLIS = 1000;

  /** What a client may have on its way without knowing; who sends more has not listened. */
  private static final int MAX_DISCARDED_BYTES = 256 * 1024;

  private @Nullable Deadline patience;
  private int discardedBytes;

  private LingeringClose() {}

  /** Takes the channel over; no other handler reads from it any more. */
  static void begin(Channel channel) {
    if (!channel.isActive() || ((DuplexChannel) channel).isInputShutdown()) {
      channel.close();
      return;
    }
    channel.pipeline().addLast("lingering", new LingeringClose());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ((DuplexChannel) ctx.channel()).shutdownOutput();
    Deadline deadline = Deadlines.of(ctx.executor()).create(ctx::close);
    deadline.arm(PATIENCE_MILLIS);
    patience = deadline;
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    discardedBytes += bytes.readableBytes();
    bytes.release();
    if (discardedBytes > MAX_DISCARDED_BYTES) {
      ctx.close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.read();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset: the client has ended it in its own way.
    ctx.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (patience != null) {
      patience.disarm();
    }
  }
}
