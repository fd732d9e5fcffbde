package sekisho.accept;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import sekisho.channel.LingeringClose;

/**
 * Ends a connection whose challenge was answered: the handshake was all there is to it (RFC 8737
 * §3), so that what the client sends behind it is nobody's.
 */
final class ChallengeEnd extends ChannelInboundHandlerAdapter {

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    // TLS is in the middle of what it has read: its goodbye comes after that.
    ctx.executor().execute(() -> LingeringClose.briefly(channel));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
