package sekisho.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/**
 * Notices whether an upstream has sent anything at all since a request began, in front of the
 * client's decoder: after the first byte a request is not repeated (RFC 9110 §9.2.2).
 */
final class ReceivedBytes extends ChannelInboundHandlerAdapter {
  /** The client's name for its decoder. */
  private static final String DECODER = "codec";

  private boolean any;

  private ReceivedBytes() {}

  /** Puts one into a pipeline that the client has just set up. */
  static void install(ChannelPipeline pipeline) {
    pipeline.addBefore(DECODER, "received", new ReceivedBytes());
  }

  /** A request begins on this connection: forgets what came before. */
  static ReceivedBytes restart(ChannelPipeline pipeline) {
    ReceivedBytes received = pipeline.get(ReceivedBytes.class);
    if (received == null) {
      // The connection is closed and its pipeline taken apart: nothing will come.
      return new ReceivedBytes();
    }
    received.any = false;
    return received;
  }

  boolean any() {
    return any;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    any = true;
    ctx.fireChannelRead(message);
  }
}
