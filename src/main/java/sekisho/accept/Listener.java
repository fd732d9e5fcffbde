package sekisho.accept;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import sekisho.channel.OneFamily;
import sekisho.metrics.Meters;
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

  private final ListenAddress configured;
  private final Channel channel;
  private final Expected expected;

  private Listener(ListenAddress configured, Channel channel, Expected expected) {
    this.configured = configured;
    this.channel = channel;
    this.expected = expected;
  }

  /** What is expected of those who come; read for each of them. */
  private static final class Expected {
    volatile Entrance entrance;

    Expected(Entrance entrance) {
      this.entrance = entrance;
    }
  }

  /**
   * Binds, or goes on with a socket that listens already, and accepts nobody yet: who connects
   * waits in the kernel. Fails with the kernel's IOException when it cannot.
   *
   * @param inherited descriptor of a socket that listens at {@code address}, non-blocking and taken
   *     over; empty: there is none. When the listener is closed nobody who waits there is refused,
   *     as long as there is another descriptor for it
   * @param entrance what is expected of those who come
   * @param capacity of all listeners together
   * @param accepted called with each connection and what is expected of it then, on the
   *     connection's event loop
   */
  static CompletableFuture<Listener> prepare(
      ListenAddress address,
      OptionalInt inherited,
      Entrance entrance,
      EventLoopGroup acceptors,
      EventLoopGroup loops,
      Capacity capacity,
      BiConsumer<Channel, Entrance> accepted,
      Meters meters) {
    Expected expected = new Expected(entrance);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(acceptors, loops)
            .option(ChannelOption.AUTO_READ, false)
            .handler(new AcceptBackOff(address, capacity, meters))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.accept(channel, expected.entrance);
                  }
                });
    ChannelFuture opening =
        inherited.isPresent()
            ? bootstrap
                .channelFactory(() -> new EpollServerSocketChannel(inherited.getAsInt()))
                .register()
            : bind(bootstrap, address);
    CompletableFuture<Listener> opened = new CompletableFuture<>();
    opening.addListener(_ -> {
      if (opening.isSuccess()) {
        opened.complete(new Listener(address, opening.channel(), expected));
      } else {
        opened.completeExceptionally(opening.cause());
      }
    });
    return opened;
  }

  private static ChannelFuture bind(ServerBootstrap bootstrap, ListenAddress address) {
    OneFamily family = OneFamily.of(address.isIpv6());
    bootstrap
        .channelFactory(family::channel)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG);
    family.configure(bootstrap);
    return bootstrap.bind(address.socketAddress());
  }

  /** The address it listens on, with the port the kernel gave. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** The address as the configuration has it. */
  public ListenAddress configured() {
    return configured;
  }

  /** What is expected of those who come. */
  public Entrance entrance() {
    return expected.entrance;
  }

  /** Something else is expected of those who are accepted from now on. */
  public void expect(Entrance other) {
    expected.entrance = other;
  }

  /** Accepts from now on. */
  public void open() {
    channel
        .eventLoop()
        .execute(() -> {
          ChannelHandlerContext ctx = channel.pipeline().context(AcceptBackOff.class);
          if (ctx != null && ctx.handler() instanceof AcceptBackOff backOff) {
            backOff.open(ctx);
          }
        });
  }

  /**
   * Stops accepting, for good. Who was let in by the kernel before is accepted still, as far as
   * there is room: for them the connection exists.
   */
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    if (channel.config().isAutoRead()) {
      channel.config().setOption(ChannelOption.MAX_MESSAGES_PER_READ, BACKLOG);
    }
    // What the kernel has told of is handled between two tasks, and the rest of a long queue
    // between the next two.
    channel.eventLoop().execute(() -> channel.eventLoop().execute(() -> closeNow(closed)));
    return closed;
  }

  private void closeNow(CompletableFuture<Void> closed) {
    channel.close().addListener(_ -> closed.complete(null));
  }
}
