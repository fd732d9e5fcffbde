package sekisho.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import sekisho.model.HttpSettings.PoolSettings;
import sekisho.model.UpstreamTls;

/**
 * The way to every upstream, from every event loop: what a connection's loop dials, resolves and
 * pools with.
 *
 * <p>Immutable after creation; what it holds per loop belongs to that loop. Closing closes every
 * HTTP connection, those of exchanges in flight included: it comes after the last exchange.
 */
public final class Upstreams implements AutoCloseable {
  private final IdentityHashMap<EventExecutor, LoopUpstreams> ofLoop = new IdentityHashMap<>();

  /** Who vouches for an https upstream; read at start, so that requests find it in memory. */
  public interface TrustedAuthorities {
    /** The authorities to verify against; never empty. */
    List<X509Certificate> authorities(UpstreamTls tls);
  }

  /**
   * @param vertx whose event loops are served
   * @param connectTimeout the bound on connecting to one address of a TCP upstream
   */
  public Upstreams(
      Vertx vertx, Duration connectTimeout, PoolSettings pool, TrustedAuthorities trusted) {
    VertxInternal internal = (VertxInternal) vertx;
    int loops = 0;
    for (EventExecutor _ : internal.getEventLoopGroup()) {
      loops++;
    }
    int maxIdlePerLoop = (pool.maxIdlePerUpstream() + loops - 1) / loops;
    for (EventExecutor loop : internal.getEventLoopGroup()) {
      LoopPool loopPool = new LoopPool(maxIdlePerLoop, pool.idleTimeout());
      ofLoop.put(
          loop, new LoopUpstreams(internal, (EventLoop) loop, connectTimeout, loopPool, trusted));
    }
  }

  /** What {@code loop} uses; its methods are to be called from that loop only. */
  public LoopUpstreams of(EventLoop loop) {
    LoopUpstreams upstreams = ofLoop.get(loop);
    if (upstreams == null) {
      throw new IllegalArgumentException("not an event loop of this program: " + loop);
    }
    return upstreams;
  }

  @Override
  public void close() {
    ofLoop.values().forEach(LoopUpstreams::close);
  }
}
