package sekisho.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.channel.Cut;
import sekisho.channel.Outgoing;

/** One channel of a relay: what it reads goes to the other side. */
final class RelaySide extends ChannelInboundHandlerAdapter {
  private final Relay relay;
  private final Channel channel;
  private final boolean terminatesTls;
  private @Nullable RelaySide peer;
  private long bytesRead;
  private boolean ended;
  private boolean closing;

  RelaySide(Relay relay, Channel channel) {
    this.relay = relay;
    this.channel = channel;
    this.terminatesTls = channel.pipeline().get(SslHandler.class) != null;
  }

  void join(RelaySide other) {
    peer = other;
  }

  private RelaySide peer() {
    RelaySide other = peer;
    if (other == null) {
      throw new IllegalStateException("a relay has two sides");
    }
    return other;
  }

  /** Whether nothing more will come from this side. */
  boolean hasEnded() {
    return ended;
  }

  /** What went to the other side, or is on its way there. */
  long bytesRead() {
    return bytesRead;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** What waits for this side's reader in memory. */
  long pendingBytes() {
    return Outgoing.pendingBytes(channel);
  }

  void begin(@Nullable ByteBuf first) {
    if (first != null) {
      count(first);
      peer().channel.writeAndFlush(first, peer().channel.voidPromise());
    }
    readOn();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Channel to = peer().channel;
    if (closing || !to.isOpen()) {
      ReferenceCountUtil.release(message);
      return;
    }
    count((ByteBuf) message);
    to.write(message, to.voidPromise());
  }

  private void count(ByteBuf bytes) {
    bytesRead += bytes.readableBytes();
    relay.read(this, bytes.readableBytes());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peer().channel.flush();
    relay.progress();
    readOn();
  }

  /** Reads as long as the other side takes what is read. */
  private void readOn() {
    if (!ended && !closing && peer().channel.isWritable()) {
      channel.read();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      relay.progress();
      peer().readOn();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    // A completion that is a failure is no goodbye: the connection is lost, as is told next.
    if (event instanceof ChannelInputShutdownEvent
        || (event instanceof SslCloseCompletionEvent completion && completion.isSuccess())) {
      inputEnded();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void inputEnded() {
    if (ended || closing) {
      return;
    }
    ended = true;
    if (terminatesTls || peer().terminatesTls) {
      relay.close(null);
      return;
    }
    // The FIN goes on behind the last byte; the other direction stays open.
    DuplexChannel to = (DuplexChannel) peer().channel;
    to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> to.shutdownOutput());
    relay.sideEnded();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean lost = !ended && !closing;
    ended = true;
    if (lost) {
      relay.sideBroken(this);
    }
    relay.sideGone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset, or TLS that cannot go on.
    ended = true;
    relay.sideBroken(this);
  }

  /**
   * Ends behind the last byte written: a side that has not ended itself may be sending still, and
   * has to read that byte first.
   *
   * @param ending what to do once everything is flushed
   */
  void close(Consumer<Channel> ending) {
    if (!closing) {
      closing = true;
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(_ -> {
            if (ended) {
              channel.close();
            } else {
              ending.accept(channel);
            }
          });
    }
  }

  /** Ends behind the last byte written, and does not pretend that it was the last there is. */
  void truncate() {
    closing = true;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Cut.now(channel));
  }

  /** Closes now, whatever is not written yet. */
  void cut() {
    Cut.now(channel);
  }
}
