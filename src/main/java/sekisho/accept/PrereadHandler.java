package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.hello.ClientHello;
import sekisho.hello.ClientHelloParser;
import sekisho.hello.Preread;
import sekisho.message.Unread;

/**
 * Holds a connection's first bytes until it is known for whom they are, without consuming one.
 *
 * <p>At most {@link ClientHelloParser#MAX_PREREAD_BYTES} and one read are held, until the handshake
 * deadline, which runs from accept on. Then it leaves the pipeline, and the bytes go with the
 * verdict to whoever is {@link Next}.
 */
final class PrereadHandler extends ChannelInboundHandlerAdapter {
  /**
   * Who takes the connection once it is decided; one call at most, the last word of the preread.
   */
  interface Next {
    /**
     * A whole hello came.
     *
     * @param first all bytes read so far; taken over
     * @param handshake what is left of the handshake's time; armed
     */
    void hello(ClientHello hello, ByteBuf first, Deadline handshake);

    /**
     * The first byte is not TLS.
     *
     * @param first all bytes read so far; taken over
     */
    void withoutTls(@Nullable ByteBuf first);

    /** Not a byte came in time. */
    void silent();

    /** It claims to be TLS and is no hello that could be served. */
    void malformed();

    /** A hello began and did not end in time. */
    void tooSlow();
  }

  private final Next next;
  private final Deadline handshake;
  private final Unread unread = new Unread();
  private boolean decided;

  /**
   * @param handshake the time of preread and handshake together, which runs already
   */
  PrereadHandler(Next next, Deadline handshake) {
    this.next = next;
    this.handshake = handshake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    handshake.onExpiry(() -> guarded(ctx, () -> expired(ctx)));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    unread.add((ByteBuf) message, ctx.alloc());
    guarded(ctx, () -> look(ctx));
  }

  private void look(ChannelHandlerContext ctx) {
    switch (ClientHelloParser.parse(unread.bytes())) {
      case Preread.Incomplete _ -> {}
      case Preread.NotTls _ -> {
        ByteBuf first = unread.take();
        decide(ctx);
        next.withoutTls(first);
      }
      case Preread.Malformed _ -> {
        decide(ctx);
        next.malformed();
      }
      case Preread.Hello hello -> {
        ByteBuf first = unread.take();
        decided = true;
        ctx.pipeline().remove(this);
        if (first != null) {
          next.hello(hello.clientHello(), first, handshake);
        }
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!decided) {
      ctx.read();
    }
  }

  private void expired(ChannelHandlerContext ctx) {
    boolean silent = unread.isEmpty();
    decide(ctx);
    if (silent) {
      // A protocol in which the server speaks first looks like this.
      next.silent();
    } else {
      next.tooSlow();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !decided) {
      boolean silent = unread.isEmpty();
      decide(ctx);
      if (silent) {
        ctx.close();
      } else {
        guarded(ctx, next::malformed);
      }
    }
  }

  /** Once this has left the pipeline, nobody there would end a connection by a fault of ours. */
  private void guarded(ChannelHandlerContext ctx, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      handshake.disarm();
      ctx.close();
      throw e;
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

  /** Leaves the pipeline and the deadline behind, and what was read, unless it was taken. */
  private void decide(ChannelHandlerContext ctx) {
    decided = true;
    handshake.disarm();
    ctx.pipeline().remove(this);
  }
}
