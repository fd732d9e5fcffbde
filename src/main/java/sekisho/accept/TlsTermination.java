package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;
import sekisho.deadline.Deadline;
import sekisho.live.LiveConnection;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.tls.Negotiated;

/**
 * Ends TLS on a connection: feeds the preread bytes to the TLS handler and waits for the handshake.
 *
 * <p>Application data follows the end of the handshake, so it meets whoever is next.
 */
final class TlsTermination extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(TlsTermination.class);

  private final SslHandler tls;
  private final Deadline handshake;
  private final LiveConnection live;
  private final Meters meters;
  private final Done done;
  private final long beganMillis = System.currentTimeMillis();
  private final long beganNanos = System.nanoTime();
  private boolean outOfTime;

  /** What follows the handshake. */
  interface Done {
    /**
     * @param session what was negotiated, and the client's certificate if it was asked for one
     */
    void handshakeDone(SSLSession session);
  }

  private TlsTermination(
      SslHandler tls, Deadline handshake, LiveConnection live, Meters meters, Done done) {
    this.tls = tls;
    this.handshake = handshake;
    this.live = live;
    this.meters = meters;
    this.done = done;
  }

  /**
   * @param first the bytes of the hello, taken over
   * @param handshake armed; from here on it ends the handshake
   */
  static void begin(
      Channel channel,
      SslHandler tls,
      ByteBuf first,
      Deadline handshake,
      LiveConnection live,
      Meters meters,
      Done done) {
    TlsTermination termination = new TlsTermination(tls, handshake, live, meters, done);
    handshake.onExpiry(() -> termination.tooSlow(channel));
    channel.pipeline().addLast("tls", tls).addLast("handshake", termination);
    channel.pipeline().fireChannelRead(first);
    channel.pipeline().fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completion) {
      handshake.disarm();
      if (completion.isSuccess()) {
        finished(ctx);
      } else {
        Reason reason = outOfTime ? Reason.TLS_HANDSHAKE_TIMEOUT : Reason.TLS_HANDSHAKE;
        meters.error(reason);
        LOG.debugf(
            "%s: handshake with %s: %s",
            reason.code(), ctx.channel().remoteAddress(), completion.cause());
        ctx.close();
      }
    } else if (event instanceof ChannelInputShutdownEvent) {
      // What is still to be said by the client will not come: the handshake fails by this.
      ctx.close();
    }
  }

  private void finished(ChannelHandlerContext ctx) {
    SSLSession session = tls.engine().getSession();
    Negotiated negotiated = Negotiated.of(tls.engine(), beganMillis);
    live.secured(negotiated.facts());
    meters.handshake(negotiated.kind(), System.nanoTime() - beganNanos);
    ctx.pipeline().remove(this);
    try {
      done.handshakeDone(session);
    } catch (RuntimeException | Error e) {
      // This has left: nobody in the pipeline would end the connection by it.
      ctx.close();
      throw e;
    }
  }

  private void tooSlow(Channel channel) {
    // Counted where the handshake hears that it has failed.
    outOfTime = true;
    channel.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    handshake.disarm();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // What the handshake failed by is told by its completion; this is a reset in the middle of it.
    ctx.close();
  }
}
