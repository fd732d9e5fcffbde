package sekisho.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/**
 * Ends a connection now: what is not written yet is lost, and TLS is not told goodbye, since
 * close_notify would say that all was said (RFC 8446 §6.1).
 */
public final class Cut {
  private Cut() {}

  /** Does nothing to a channel that is closed already. */
  public static void now(Channel channel) {
    // From the first handler on a close meets none of them, and so goes to the socket; a closed
    // channel has none.
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }
}
