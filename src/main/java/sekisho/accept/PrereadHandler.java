package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.hello.ClientHello;
import sekisho.hello.ClientHelloParser;
import sekisho.hello.Preread;

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
    /** How long preread and handshake may take together, in milliseconds. */
    long handshakeTimeoutMillis();

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
  private @Nullable Deadline deadline;
  private @Nullable ByteBuf bytes;
  private boolean decided;

  PrereadHandler(Next next) {
    this.next = next;
  }

  /**
   * @param handshake the time of the handshake, which runs already
   */
  PrereadHandler(Next next, Deadline handshake) {
    this.next = next;
    this.deadline = handshake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Deadline begun = deadline;
    if (begun != null) {
      begun.onExpiry(() -> expired(ctx));
      return;
    }
    Deadline handshake = Deadlines.of(ctx.executor()).create(() -> expired(ctx));
    handshake.arm(next.handshakeTimeoutMillis());
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
    switch (ClientHelloParser.parse(all)) {
      case Preread.Incomplete _ -> {}
      case Preread.NotTls _ -> {
        ByteBuf first = decide(ctx);
        next.withoutTls(first);
      }
      case Preread.Malformed _ -> {
        release();
        decide(ctx);
        next.malformed();
      }
      case Preread.Hello hello -> {
        Deadline handshake = deadline;
        ByteBuf first = take();
        decided = true;
        ctx.pipeline().remove(this);
        if (first != null && handshake != null) {
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
    boolean silent = bytes == null;
    release();
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
      boolean silent = bytes == null;
      release();
      decide(ctx);
      if (silent) {
        ctx.close();
      } else {
        next.malformed();
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

  /** Leaves the pipeline and the deadline behind; what was read goes with the caller. */
  private @Nullable ByteBuf decide(ChannelHandlerContext ctx) {
    ByteBuf first = take();
    decided = true;
    if (deadline != null) {
      deadline.disarm();
    }
    ctx.pipeline().remove(this);
    return first;
  }

  private @Nullable ByteBuf take() {
    ByteBuf taken = bytes;
    bytes = null;
    return taken;
  }

  private void release() {
    ByteBuf held = take();
    if (held != null) {
      held.release();
    }
  }
}
