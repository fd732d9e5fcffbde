package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import sekisho.deadline.Deadline;
import sekisho.message.Unread;
import sekisho.metrics.Reason;
import sekisho.proxyprotocol.ProxyHeaderParser;
import sekisho.proxyprotocol.Received;

/**
 * Takes the PROXY header off a connection of a trusted proxy, before anything else is looked at.
 *
 * <p>Whether there has to be one is decided by the peer's address, never by the bytes: who has to
 * send one and does not is closed, and other peers never meet this handler. The header's time
 * counts for the handshake. Then it leaves the pipeline, and what follows the header is read as the
 * connection's first bytes.
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {
  /** Who takes the connection once it is decided; one call at most. */
  interface Next {
    /** The header is whole; the next handler is to be added now. */
    void introduced(Endpoints endpoints);

    /** There is no header that could be believed, or not in time. */
    void refused(Reason reason, String why);
  }

  private final Next next;
  private final Deadline handshake;
  private final Unread unread = new Unread();
  private boolean decided;

  /**
   * @param handshake the time of header and handshake together, which runs already
   */
  ProxyHeaderHandler(Next next, Deadline handshake) {
    this.next = next;
    this.handshake = handshake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    handshake.onExpiry(() -> refuse(ctx, Reason.PROXY_HEADER_TIMEOUT, "it did not come in time"));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    unread.add((ByteBuf) message, ctx.alloc());
    switch (ProxyHeaderParser.parse(unread.bytes())) {
      case Received.Incomplete _ -> {}
      case Received.Malformed(String why) -> refuse(ctx, Reason.PROXY_HEADER_MALFORMED, why);
      case Received.Local(int length) -> pass(ctx, Endpoints.ofSocket(ctx.channel()), length);
      case Received.Proxied proxied ->
          pass(ctx, new Endpoints(proxied.source(), proxied.destination()), proxied.bytes());
    }
  }

  /** The header ends here; the rest goes to the handler that comes next. */
  private void pass(ChannelHandlerContext ctx, Endpoints endpoints, int length) {
    decided = true;
    unread.bytes().skipBytes(length);
    ByteBuf rest = unread.take();
    next.introduced(endpoints);
    // Before the rest goes on: who comes next may send it through the pipeline again.
    ctx.pipeline().remove(this);
    if (rest != null) {
      ctx.fireChannelRead(rest);
    }
  }

  private void refuse(ChannelHandlerContext ctx, Reason reason, String why) {
    decided = true;
    handshake.disarm();
    ctx.pipeline().remove(this);
    next.refused(reason, why);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!decided) {
      ctx.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !decided) {
      if (unread.isEmpty()) {
        // A health check that only connects.
        ctx.close();
      } else {
        refuse(ctx, Reason.PROXY_HEADER_MALFORMED, "it ended in the middle");
      }
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    unread.release();
    if (!decided) {
      handshake.disarm();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset before the first word: nobody is there to be served.
    ctx.close();
  }
}
