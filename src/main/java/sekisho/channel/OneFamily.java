package sekisho.channel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;

/**
 * Listening sockets that are of IPv4 alone or of IPv6 alone, so that {@code 0.0.0.0} and {@code
 * [::]} are two addresses and can share a port. Netty by itself makes both a socket of IPv6 that
 * takes IPv4 too. For loops of epoll.
 */
public enum OneFamily {
  IPV4(InternetProtocolFamily.IPv4),
  IPV6(InternetProtocolFamily.IPv6);

  /** ipv6(7): level IPPROTO_IPV6, option IPV6_V6ONLY, which Netty has no name for. */
  private static final IntegerUnixChannelOption IPV6_V6ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private final InternetProtocolFamily family;

  OneFamily(InternetProtocolFamily family) {
    this.family = family;
  }

  public static OneFamily of(boolean ipv6) {
    return ipv6 ? IPV6 : IPV4;
  }

  /** A socket that is not bound yet; whoever asks owns it. */
  public ServerChannel channel() {
    return new EpollServerSocketChannel(family);
  }

  /** What such a socket has to be told before it is bound. */
  public void configure(ServerBootstrap bootstrap) {
    if (this == IPV6) {
      bootstrap.option(IPV6_V6ONLY, 1);
    }
  }
}
