package sekisho.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import sekisho.deadline.Deadlines;
import sekisho.model.HttpRoute.UpstreamSettings;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamUrl;

/**
 * One event loop's way to upstreams; every call comes from that loop.
 *
 * <p>HTTP exchanges go through one Vert.x HttpClient per kind of upstream settings, so that a
 * connection never leaves its loop.
 */
public final class LoopUpstreams {
  private final VertxInternal vertx;
  private final EventLoop loop;
  private final ContextInternal context;
  private final Duration connectTimeout;
  private final LoopPool pool;
  private final Upstreams.TrustedAuthorities trusted;
  private final Map<Kind, HttpDriver> drivers = new HashMap<>();
  private final Resolver resolver;

  /** What one client is set up for: the driver has these settings for all its connections. */
  private record Kind(UpstreamSettings settings, boolean sendsServerName) {}

  LoopUpstreams(
      VertxInternal vertx,
      EventLoop loop,
      Duration connectTimeout,
      LoopPool pool,
      Upstreams.TrustedAuthorities trusted) {
    this.vertx = vertx;
    this.loop = loop;
    this.connectTimeout = connectTimeout;
    this.pool = pool;
    this.trusted = trusted;
    // Now, not at the first name: the files it reads want descriptors, which may be short then.
    this.resolver = new Resolver(loop);
    this.context =
        vertx.createEventLoopContext(loop, null, Thread.currentThread().getContextClassLoader());
  }

  /** Connects to a TCP upstream; see {@link Dialer}. */
  public void dial(TcpUpstream upstream, Consumer<Dialer.Dialled> callback) {
    new Dialer(loop, resolver, connectTimeout).dial(upstream, callback);
  }

  /** A request that begins with {@link UpstreamExchange#start()}. */
  public UpstreamExchange exchange(UpstreamRequest request, UpstreamExchange.Listener listener) {
    return new HttpClientExchange(driver(request), resolver, Deadlines.of(loop), request, listener);
  }

  private HttpDriver driver(UpstreamRequest request) {
    Kind kind = new Kind(request.settings(), hasServerName(request.url()));
    HttpDriver driver = drivers.get(kind);
    if (driver == null) {
      driver =
          new HttpDriver(
              vertx,
              context,
              HttpClientSettings.of(kind.settings(), kind.sendsServerName(), pool, trusted),
              pool.maxIdle());
      drivers.put(kind, driver);
    }
    return driver;
  }

  /** RFC 6066 §3: an address is no server name. */
  private static boolean hasServerName(UpstreamUrl url) {
    return url.secure()
        && url.server() instanceof TcpUpstream.HostPort target
        && NetUtil.createByteArrayFromIpAddressString(target.host()) == null;
  }

  void close() {
    loop.execute(() -> {
      drivers.values().forEach(HttpDriver::close);
      drivers.clear();
      resolver.close();
    });
  }
}
