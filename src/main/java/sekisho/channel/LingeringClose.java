package sekisho.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;

/**
 * Ends a connection whose other end may be sending still: a close that leaves bytes unread is a
 * RST, which could take away what was written last (RFC 9112 §9.6).
 *
 * <p>Says close_notify where there is TLS, and FIN, throws away what still comes, and closes when
 * the other end does or after a while. Stands below TLS, for data that follows our close_notify is
 * a fault to BoringSSL. What was written before has to be flushed.
 */
public final class LingeringClose extends ChannelInboundHandlerAdapter {
  /** A few round trips to take note of the FIN; a descriptor is held that long. */
  private static final long BRIEF_MILLIS = 1000;

  /** What may be on its way without knowing; who sends more has not listened. */
  private static final long BRIEF_BYTES = 256 * 1024;

  /** To read an answer and to end; a descriptor is held that long. */
  private static final long PATIENT_MILLIS = 5000;

  /** Who sends that much in this time does not read. */
  private static final long PATIENT_BYTES = 64 * 1024 * 1024;

  private final long patienceMillis;
  private final long maxDiscardedBytes;
  private @Nullable Deadline patience;
  private long discardedBytes;

  private LingeringClose(long patienceMillis, long maxDiscardedBytes) {
    this.patienceMillis = patienceMillis;
    this.maxDiscardedBytes = maxDiscardedBytes;
  }

  /**
   * For a peer that has nothing to read: waits neither long nor for much. Takes the channel over.
   */
  public static void briefly(Channel channel) {
    begin(channel, new LingeringClose(BRIEF_MILLIS, BRIEF_BYTES));
  }

  /** For a peer that has an answer to read. Takes the channel over. */
  public static void patiently(Channel channel) {
    begin(channel, new LingeringClose(PATIENT_MILLIS, PATIENT_BYTES));
  }

  private static void begin(Channel channel, LingeringClose lingering) {
    DuplexChannel duplex = (DuplexChannel) channel;
    if (!channel.isActive() || duplex.isInputShutdown()) {
      channel.close();
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    channel.pipeline().addFirst("lingering", lingering);
    if (tls == null) {
      duplex.shutdownOutput();
    } else {
      tls.closeOutbound().addListener(_ -> duplex.shutdownOutput());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Deadline deadline = Deadlines.of(ctx.executor()).create(ctx::close);
    deadline.arm(patienceMillis);
    patience = deadline;
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    discardedBytes += bytes.readableBytes();
    bytes.release();
    if (discardedBytes > maxDiscardedBytes) {
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
    // A reset: the other end has ended it in its own way.
    ctx.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (patience != null) {
      patience.disarm();
    }
  }
}
