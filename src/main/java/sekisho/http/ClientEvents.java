package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import org.jboss.logging.Logger;
import sekisho.runtime.Drain;
import sekisho.runtime.Generations;

/**
 * What Netty tells of a client's connection, in the words of HTTP: decides nothing, but that every
 * way in which a client leaves is the same.
 */
abstract class ClientEvents extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(ClientEvents.class);

  /** Bytes have come, to be taken over. */
  abstract void received(ByteBuf bytes);

  /** A read is over: it is time to decide about the next one. */
  abstract void attend();

  /** The client has taken enough of what waits for it. */
  abstract void writable();

  /** Nothing more comes of the client, be it by FIN, close_notify or a reset. */
  abstract void clientGone();

  /** A fault of our own: what is in flight cannot be trusted any more. */
  abstract void unexpected(Throwable fault);

  /** The program is stopping. */
  abstract void draining();

  /** There is another generation; requests move on to it by themselves. */
  abstract void reloaded();

  /** The time that a stop leaves is over: the connection is cut next. */
  abstract void overdue();

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    received((ByteBuf) message);
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext ctx) {
    attend();
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      writable();
    }
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      // The client's FIN or close_notify: during an exchange it means that nobody waits any more.
      clientGone();
    } else if (event instanceof Drain.Event stopping) {
      switch (stopping) {
        case DRAIN_BEGUN -> draining();
        case DRAIN_OVERDUE -> overdue();
      }
    } else if (event == Generations.PUBLISHED) {
      reloaded();
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    clientGone();
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      // A reset, or what Netty's TLS handler could not decode.
      LOG.debugf("connection of %s: %s", ctx.channel().remoteAddress(), cause);
      clientGone();
    } else {
      unexpected(cause);
    }
  }
}
