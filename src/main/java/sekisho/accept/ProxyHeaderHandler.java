package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
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
    /**
     * The header is whole; the next handler is to be added now.
     *
     * @param handshake what is left of the handshake's time; armed
     */
    void introduced(Endpoints endpoints, Deadline handshake);

    /** There is no header that could be believed, or not in time. */
    void refused(Reason reason, String why);
  }

  private final Next next;
  private final long timeoutMillis;
  private @Nullable Deadline deadline;
  private @Nullable ByteBuf bytes;
  private boolean decided;

  /**
   * @param timeoutMillis for the header and the handshake together
   */
  ProxyHeaderHandler(Next next, long timeoutMillis) {
    this.next = next;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Deadline handshake =
        Deadlines.of(ctx.executor())
            .create(() -> refuse(ctx, Reason.PROXY_HEADER_TIMEOUT, "it did not come in time"));
    handshake.arm(timeoutMillis);
    deadline = handshake;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    ByteBuf all =
        bytes == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), bytes, in);
    bytes = all;
    switch (ProxyHeaderParser.parse(all)) {
      case Received.Incomplete _ -> {}
      case Received.Malformed(String why) -> refuse(ctx, Reason.PROXY_HEADER_MALFORMED, why);
      case Received.Local(int length) -> pass(ctx, Endpoints.ofSocket(ctx.channel()), length);
      case Received.Proxied proxied ->
          pass(ctx, new Endpoints(proxied.source(), proxied.destination()), proxied.bytes());
    }
  }

  /** The header ends here; the rest goes to the handler that comes next. */
  private void pass(ChannelHandlerContext ctx, Endpoints endpoints, int length) {
    ByteBuf rest = bytes;
    Deadline handshake = deadline;
    bytes = null;
    decided = true;
    if (rest == null || handshake == null) {
      throw new IllegalStateException("a header came before the handler was added");
    }
    rest.skipBytes(length);
    next.introduced(endpoints, handshake);
    // Before the rest goes on: who comes next may send it through the pipeline again.
    ctx.pipeline().remove(this);
    if (rest.isReadable()) {
      ctx.fireChannelRead(rest);
    } else {
      rest.release();
    }
  }

  private void refuse(ChannelHandlerContext ctx, Reason reason, String why) {
    release();
    decided = true;
    if (deadline != null) {
      deadline.disarm();
    }
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
      if (bytes == null) {
        // A health check that only connects.
        ctx.close();
      } else {
        refuse(ctx, Reason.PROXY_HEADER_MALFORMED, "it ended in the middle");
      }
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    release();
    if (!decided && deadline != null) {
      deadline.disarm();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset before the first word: nobody is there to be served.
    ctx.close();
  }

  private void release() {
    ByteBuf held = bytes;
    bytes = null;
    if (held != null) {
      held.release();
    }
  }
}
