package sekisho.upstream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.Consumer;
import sekisho.deadline.Deadlines;
import sekisho.model.TcpUpstream;
import sekisho.tls.ClientContexts;

/**
 * One event loop's way to upstreams; every call comes from that loop, and no connection leaves it.
 */
public final class LoopUpstreams {
  private final EventLoop loop;
  private final Duration connectTimeout;
  private final Resolver resolver;
  private final ConnectionSource connections;

  LoopUpstreams(EventLoop loop, Duration connectTimeout, LoopPool pool, ClientContexts tls) {
    this.loop = loop;
    this.connectTimeout = connectTimeout;
    // Now, not at the first name: the files it reads want descriptors, which may be short then.
    this.resolver = new Resolver(loop);
    this.connections = new ConnectionSource(loop, resolver, new ConnectionPool(pool), tls);
  }

  /**
   * Connects to a TCP upstream.
   *
   * @return the attempt, which the caller may cancel
   */
  public Dialer dial(TcpUpstream upstream, Consumer<Dialer.Dialled> callback) {
    Dialer dialer = new Dialer(loop, resolver, connectTimeout, Dialer.Greeting.NONE, callback);
    dialer.dial(upstream);
    return dialer;
  }

  /** A request that begins with {@link UpstreamExchange#start()}. */
  public UpstreamExchange exchange(UpstreamRequest request, UpstreamExchange.Listener listener) {
    return new HttpExchange(connections, Deadlines.of(loop), request, listener);
  }

  void close() {
    loop.execute(() -> {
      connections.close();
      resolver.close();
    });
  }
}
