package sekisho.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;

/**
 * Connects to TCP upstreams from one event loop: resolves, tries every address in turn, gives up
 * with a reason.
 *
 * <p>The channel it hands over is the caller's: connected, on the same event loop, not reading yet.
 * The callback is called exactly once, in the event loop.
 */
public final class Dialer {
  private final EventLoop loop;
  private final Resolver resolver;
  private final Duration timeout;
  private final Greeting greeting;
  private @Nullable UpstreamFailure failureBefore;

  /** What has to happen on a connected channel before it is of use. */
  interface Greeting {
    /** Nothing. */
    Greeting NONE = (_, _, done) -> done.accept(null);

    /**
     * @param timeoutMillis the bound on it
     * @param done to be called once, with what went wrong, or null
     */
    void begin(Channel channel, long timeoutMillis, Consumer<@Nullable Throwable> done);
  }

  /** What became of an attempt. */
  public sealed interface Dialled {}

  public record Connected(Channel channel) implements Dialled {}

  public record Failed(UpstreamFailure failure) implements Dialled {}

  /**
   * @param timeout the bound on each address, greeting included
   */
  Dialer(EventLoop loop, Resolver resolver, Duration timeout, Greeting greeting) {
    this.loop = loop;
    this.resolver = resolver;
    this.timeout = timeout;
    this.greeting = greeting;
  }

  /** To be called once. */
  void dial(TcpUpstream upstream, Consumer<Dialled> callback) {
    switch (upstream) {
      case TcpUpstream.UnixSocket unix -> {
        SocketAddress address = new DomainSocketAddress(unix.path().toString());
        connect("", List.of(address), 0, callback);
      }
      case TcpUpstream.HostPort target ->
          resolver.resolve(
              target.host(),
              resolution -> {
                switch (resolution) {
                  case Resolver.Unresolved unresolved ->
                      callback.accept(
                          new Failed(
                              new UpstreamFailure(Reason.UPSTREAM_UNRESOLVED, unresolved.why())));
                  case Resolver.Resolved resolved ->
                      connect(
                          target.host(),
                          socketAddresses(resolved.addresses(), target.port()),
                          0,
                          callback);
                }
              });
    }
  }

  private static List<SocketAddress> socketAddresses(List<InetAddress> addresses, int port) {
    return addresses.stream().<SocketAddress>map(a -> new InetSocketAddress(a, port)).toList();
  }

  private void connect(
      String host, List<SocketAddress> addresses, int index, Consumer<Dialled> callback) {
    SocketAddress address = addresses.get(index);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(
                address instanceof DomainSocketAddress
                    ? EpollDomainSocketChannel::new
                    : EpollSocketChannel::new)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    TcpOptions.apply(channel);
                    TcpOptions.boundReceiveWindow(channel);
                  }
                });
    long start = System.nanoTime();
    ChannelFuture connecting = bootstrap.connect(address);
    connecting.addListener(_ -> {
      Throwable cause = connecting.cause();
      if (cause == null) {
        long left = timeout.minusNanos(System.nanoTime() - start).toMillis();
        greet(connecting.channel(), Math.max(1, left), host, addresses, index, callback);
      } else if (loop.inEventLoop()) {
        failed(refused(cause, address), host, addresses, index, callback);
      } else {
        // Without a descriptor there is no channel, and no loop that such a future belongs to.
        loop.execute(() -> failed(refused(cause, address), host, addresses, index, callback));
      }
    });
  }

  private static UpstreamFailure refused(Throwable cause, SocketAddress address) {
    return UpstreamFailure.ofConnect(cause, address.toString());
  }

  private void greet(
      Channel channel,
      long timeoutMillis,
      String host,
      List<SocketAddress> addresses,
      int index,
      Consumer<Dialled> callback) {
    SocketAddress address = addresses.get(index);
    greeting.begin(
        channel,
        timeoutMillis,
        cause -> {
          if (cause != null) {
            channel.close();
            failed(
                UpstreamFailure.ofHandshake(cause, address.toString()),
                host,
                addresses,
                index,
                callback);
            return;
          }
          if (index > 0 && address instanceof InetSocketAddress reached) {
            resolver.prefer(host, reached.getAddress());
          }
          callback.accept(new Connected(channel));
        });
  }

  private void failed(
      UpstreamFailure failure,
      String host,
      List<SocketAddress> addresses,
      int index,
      Consumer<Dialled> callback) {
    // An address that was reached and not believed says more than one where nobody is.
    UpstreamFailure before = failureBefore;
    UpstreamFailure telling =
        before != null && before.reason() == Reason.UPSTREAM_TLS ? before : failure;
    failureBefore = telling;
    if (index + 1 < addresses.size()) {
      connect(host, addresses, index + 1, callback);
    } else {
      callback.accept(new Failed(telling));
    }
  }
}
