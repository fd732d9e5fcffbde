package sekisho.accept;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import sekisho.metrics.Meters;
import sekisho.model.ListenAddress;

/**
 * One listening socket.
 *
 * <p>IPv4 sockets are IPv4 alone and IPv6 sockets IPv6 alone, so that {@code 0.0.0.0} and {@code
 * [::]} can share a port. Accepts on Vert.x's acceptor loop and spreads connections over its event
 * loops. Closing it stops accepting and leaves its connections alone.
 */
public final class Listener {
  /** Connections that wait to be accepted; the kernel caps it at net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  /** ipv6(7): level IPPROTO_IPV6, option IPV6_V6ONLY, which Netty has no name for. */
  private static final IntegerUnixChannelOption IPV6_V6ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private final Channel channel;

  private Listener(Channel channel) {
    this.channel = channel;
  }

  /**
   * Binds; fails with the kernel's IOException when it cannot.
   *
   * @param capacity of all listeners together
   * @param connection adds the first handlers of an accepted channel
   */
  static CompletableFuture<Listener> bind(
      ListenAddress address,
      EventLoopGroup acceptors,
      EventLoopGroup loops,
      Capacity capacity,
      ChannelInitializer<Channel> connection,
      Meters meters) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(acceptors, loops)
            .channelFactory(() -> serverChannel(address))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .handler(new AcceptBackOff(address, capacity, meters))
            .childHandler(connection);
    if (address.isIpv6()) {
      bootstrap.option(IPV6_V6ONLY, 1);
    }
    CompletableFuture<Listener> bound = new CompletableFuture<>();
    ChannelFuture binding = bootstrap.bind(address.socketAddress());
    binding.addListener(_ -> {
      if (binding.isSuccess()) {
        bound.complete(new Listener(binding.channel()));
      } else {
        bound.completeExceptionally(binding.cause());
      }
    });
    return bound;
  }

  private static EpollServerSocketChannel serverChannel(ListenAddress address) {
    return new EpollServerSocketChannel(
        address.isIpv6() ? InternetProtocolFamily.IPv6 : InternetProtocolFamily.IPv4);
  }

  /** The address it listens on, with the port the kernel gave. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Stops accepting, for good. */
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    channel.close().addListener(_ -> closed.complete(null));
    return closed;
  }
}
