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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;

/**
 * One attempt to connect to a TCP upstream: resolves, tries every address in turn, gives up with a
 * reason.
 *
 * <p>The channel it hands over is the caller's: connected, on the same event loop, not reading yet.
 * The callback is called exactly once, in the event loop, unless the attempt is cancelled: a fault
 * of our own is told as a failure too. What the callback throws is its owner's. Every call comes
 * from the event loop.
 */
public final class Dialer {
  private static final Logger LOG = Logger.getLogger(Dialer.class);

  private final EventLoop loop;
  private final Resolver resolver;
  private final Duration timeout;
  private final Greeting greeting;
  private final Consumer<Dialled> callback;
  private String host = "";
  private List<SocketAddress> addresses = List.of();
  private int index;
  private @Nullable Channel connecting;
  private @Nullable UpstreamFailure failureBefore;
  private boolean cancelled;
  private boolean told;

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
   * @param timeout the bound on finding the addresses, and on each of them, greeting included
   */
  Dialer(
      EventLoop loop,
      Resolver resolver,
      Duration timeout,
      Greeting greeting,
      Consumer<Dialled> callback) {
    this.loop = loop;
    this.resolver = resolver;
    this.timeout = timeout;
    this.greeting = greeting;
    this.callback = callback;
  }

  /** To be called once. */
  void dial(TcpUpstream upstream) {
    guarded(() -> begin(upstream));
  }

  private void begin(TcpUpstream upstream) {
    switch (upstream) {
      case TcpUpstream.UnixSocket unix -> {
        addresses = List.of(new DomainSocketAddress(unix.path().toString()));
        connect();
      }
      case TcpUpstream.HostPort target -> {
        host = target.host();
        resolver.resolve(
            host, timeout, resolution -> guarded(() -> resolved(resolution, target.port())));
      }
    }
  }

  /** Nobody waits any more: closes what is being connected, and calls nobody back. */
  public void cancel() {
    cancelled = true;
    // Without a descriptor it was never open.
    if (connecting != null && connecting.isOpen()) {
      connecting.close();
    }
  }

  private void resolved(Resolver.Resolution resolution, int port) {
    if (cancelled) {
      return;
    }
    switch (resolution) {
      case Resolver.Unresolved unresolved ->
          tell(new Failed(new UpstreamFailure(Reason.UPSTREAM_UNRESOLVED, unresolved.why())));
      case Resolver.Resolved found -> {
        addresses =
            found.addresses().stream()
                .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                .toList();
        connect();
      }
    }
  }

  private void connect() {
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
    ChannelFuture attempt = bootstrap.connect(address);
    connecting = attempt.channel();
    attempt.addListener(_ -> {
      Throwable cause = attempt.cause();
      if (cause == null) {
        long left = timeout.minusNanos(System.nanoTime() - start).toMillis();
        guarded(() -> greet(attempt.channel(), Math.max(1, left)));
      } else if (loop.inEventLoop()) {
        guarded(() -> failed(UpstreamFailure.ofConnect(cause, address.toString())));
      } else {
        // Without a descriptor there is no channel, and no loop that such a future belongs to.
        loop.execute(
            () -> guarded(() -> failed(UpstreamFailure.ofConnect(cause, address.toString()))));
      }
    });
  }

  private void greet(Channel channel, long timeoutMillis) {
    SocketAddress address = addresses.get(index);
    greeting.begin(
        channel, timeoutMillis, cause -> guarded(() -> greeted(channel, address, cause)));
  }

  private void greeted(Channel channel, SocketAddress address, @Nullable Throwable cause) {
    if (cancelled) {
      channel.close();
    } else if (cause != null) {
      channel.close();
      failed(UpstreamFailure.ofHandshake(cause, address.toString()));
    } else {
      connected(channel, address);
    }
  }

  private void connected(Channel channel, SocketAddress address) {
    connecting = null;
    if (index > 0 && address instanceof InetSocketAddress reached) {
      resolver.prefer(host, reached.getAddress());
    }
    tell(new Connected(channel));
  }

  private void failed(UpstreamFailure failure) {
    connecting = null;
    if (cancelled) {
      return;
    }
    // An address that was reached and not believed says more than one where nobody is.
    UpstreamFailure before = failureBefore;
    UpstreamFailure telling =
        before != null && before.reason() == Reason.UPSTREAM_TLS ? before : failure;
    failureBefore = telling;
    index++;
    if (index < addresses.size()) {
      connect();
    } else {
      tell(new Failed(telling));
    }
  }

  private void tell(Dialled dialled) {
    told = true;
    callback.accept(dialled);
  }

  /** Whoever calls a step logs what it throws at best: nobody would be called back any more. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (told || cancelled) {
        throw e;
      }
      LOG.errorf(e, "%s: connecting to an upstream failed unexpectedly", Reason.INTERNAL.code());
      cancel();
      tell(new Failed(UpstreamFailure.internal(e, host)));
    }
  }
}
