package sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;

/** A connection whose client takes no more bytes than it has room for. */
final class SlowClient extends EmbeddedChannel {
  final StringBuilder taken = new StringBuilder();
  int room = Integer.MAX_VALUE;
  int writes;

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    writes++;
    for (Object next = out.current(); next != null && room > 0; next = out.current()) {
      ByteBuf bytes = (ByteBuf) next;
      int length = Math.min(room, bytes.readableBytes());
      taken.append(bytes.toString(bytes.readerIndex(), length, ISO_8859_1));
      room -= length;
      out.removeBytes(length);
      if (length == 0) {
        out.remove();
      }
    }
  }

  /** All of it in one turn of the event loop. */
  void turn(Runnable action) {
    pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                ((Runnable) message).run();
              }
            });
    writeInbound(action);
  }

  /** It takes {@code more} of what waits. */
  void take(int more) {
    room = more;
    unsafe().flush();
    runPendingTasks();
  }
}
