package sekisho.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;

/**
 * Ends a TLS connection whose client may be sending still: a close that leaves bytes unread is a
 * RST, which could take the last answer away (RFC 9112 §9.6).
 *
 * <p>Says close_notify and FIN, throws away what still comes, and closes when the client does or
 * after a while. Stands below TLS, for data that follows our close_notify is a fault to BoringSSL.
 */
final class TlsLingering extends ChannelInboundHandlerAdapter {
  /** How long the client may take to read the answer and to end; a descriptor is held that long. */
  private static final long PATIENCE_MILLIS = 5000;

  private @Nullable Deadline patience;

  private TlsLingering() {}

  /** Takes the channel over, whose answer is flushed; no other handler reads from it any more. */
  static void begin(Channel channel, SslHandler tls) {
    if (!channel.isActive() || ((DuplexChannel) channel).isInputShutdown()) {
      channel.close();
      return;
    }
    channel.pipeline().addFirst("lingering", new TlsLingering());
    tls.closeOutbound().addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Deadline deadline = Deadlines.of(ctx.executor()).create(ctx::close);
    deadline.arm(PATIENCE_MILLIS);
    patience = deadline;
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
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
