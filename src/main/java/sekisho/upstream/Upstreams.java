package sekisho.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.IdentityHashMap;
import sekisho.model.HttpSettings.PoolSettings;
import sekisho.tls.ClientContexts;

/**
 * The way to every upstream, from every event loop: what a connection's loop dials, resolves and
 * pools with.
 *
 * <p>Immutable after creation; what it holds per loop belongs to that loop. Closing closes the idle
 * HTTP connections at once, and those in use when their exchanges are over.
 */
public final class Upstreams implements AutoCloseable {
  private final IdentityHashMap<EventExecutor, LoopUpstreams> ofLoop = new IdentityHashMap<>();

  private final ClientContexts tls;

  /**
   * @param vertx whose event loops are served
   * @param connectTimeout the bound on connecting to one address of a TCP upstream
   * @param tls for https upstreams; closed with this
   */
  public Upstreams(Vertx vertx, Duration connectTimeout, PoolSettings pool, ClientContexts tls) {
    this.tls = tls;
    EventLoopGroup loops = ((VertxInternal) vertx).getEventLoopGroup();
    int count = 0;
    for (EventExecutor _ : loops) {
      count++;
    }
    int maxIdlePerLoop = (pool.maxIdlePerUpstream() + count - 1) / count;
    LoopPool loopPool = new LoopPool(maxIdlePerLoop, pool.idleTimeout());
    for (EventExecutor loop : loops) {
      ofLoop.put(loop, new LoopUpstreams((EventLoop) loop, connectTimeout, loopPool, tls));
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
    tls.close();
  }
}
