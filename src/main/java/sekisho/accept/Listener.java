package sekisho.accept;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import sekisho.model.ListenAddress;

/**
 * One listening socket.
 *
 * <p>IPv4 sockets are IPv4 alone and IPv6 sockets IPv6 alone, so that {@code 0.0.0.0} and {@code
 * [::]} can share a port; one that is inherited is as whoever opened it made it. Accepts on
 * Vert.x's acceptor loop and spreads connections over its event loops. Closing it stops accepting
 * and leaves its connections alone.
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
   * @param bootstrap with all but the socket and its options
   */
  static CompletableFuture<Listener> bind(ServerBootstrap bootstrap, ListenAddress address) {
    bootstrap
        .channelFactory(() -> serverChannel(address))
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG);
    if (address.isIpv6()) {
      bootstrap.option(IPV6_V6ONLY, 1);
    }
    return opened(bootstrap.bind(address.socketAddress()));
  }

  /**
   * Goes on with a socket that listens already.
   *
   * @param bootstrap with all but the socket and its options
   * @param descriptor of that socket, non-blocking; the listener closes it. Nobody who waits in the
   *     socket's queue is refused then, as long as there is another descriptor for it
   */
  static CompletableFuture<Listener> adopt(ServerBootstrap bootstrap, int descriptor) {
    ChannelFuture registering =
        bootstrap
            .channelFactory(() -> new EpollServerSocketChannel(descriptor))
            // It is active at once, and would accept before anything is there to take connections.
            .option(ChannelOption.AUTO_READ, false)
            .register();
    return opened(registering)
        .whenComplete((listener, _) -> {
          if (listener != null) {
            listener.beginToAccept();
          }
        });
  }

  /** In the turn after the one in which ServerBootstrap adds what takes connections. */
  private void beginToAccept() {
    channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
  }

  private static CompletableFuture<Listener> opened(ChannelFuture opening) {
    CompletableFuture<Listener> listener = new CompletableFuture<>();
    opening.addListener(_ -> {
      if (opening.isSuccess()) {
        listener.complete(new Listener(opening.channel()));
      } else {
        listener.completeExceptionally(opening.cause());
      }
    });
    return listener;
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
