package sekisho.accept;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import sekisho.channel.LingeringClose;
import sekisho.hello.PlaintextAlert;
import sekisho.model.RejectManner;

/** Ends a connection that nobody serves: no handshake, no cryptography, at most seven bytes. */
final class Rejection {
  private Rejection() {}

  static void reject(Channel channel, RejectManner manner) {
    switch (manner) {
      case DROP -> LingeringClose.briefly(channel);
      case RESET -> {
        // socket(7): closing with a linger time of zero sends RST.
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
      }
      case ALERT -> alert(channel, PlaintextAlert.UNRECOGNIZED_NAME);
    }
  }

  static void alert(Channel channel, PlaintextAlert alert) {
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(alert.bytes()))
        .addListener(_ -> LingeringClose.briefly(channel));
  }
}
