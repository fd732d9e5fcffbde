package sekisho.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import sekisho.balance.Member;
import sekisho.balance.Members;
import sekisho.model.HttpSettings.PoolSettings;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;
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
  private final Groups groups = new Groups();
  private final Set<Members<?>> watched = new HashSet<>();
  private final List<HealthWatch> watches = new ArrayList<>();

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
      ofLoop.put(loop, new LoopUpstreams((EventLoop) loop, connectTimeout, loopPool, groups, tls));
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

  /**
   * Begins to check the health of a group's upstreams, until this is closed; does nothing where
   * that is not asked for. Not to be called on an event loop.
   *
   * @param settings how a check speaks to them
   */
  public void watch(UpstreamGroup<UpstreamUrl> group, UpstreamTls settings) {
    Members<UpstreamUrl> members = groups.members(group, Optional.of(settings));
    if (!watched.add(members)) {
      return;
    }
    group
        .healthCheck()
        .ifPresent(check -> {
          for (Member<UpstreamUrl> member : members.all()) {
            watches.add(HealthWatch.begin(anyLoop(), member, check, settings));
          }
        });
  }

  /** The members of every group that was asked for so far. */
  public Collection<Members<?>> groups() {
    return groups.all();
  }

  /** The members of a group of TCP upstreams. */
  public Members<TcpUpstream> members(UpstreamGroup<TcpUpstream> group) {
    return groups.members(group, Optional.empty());
  }

  /**
   * The members of a group of HTTP upstreams.
   *
   * @param settings how they are spoken to
   */
  public Members<UpstreamUrl> members(UpstreamGroup<UpstreamUrl> group, UpstreamTls settings) {
    return groups.members(group, Optional.of(settings));
  }

  /**
   * How many connections to HTTP upstreams are kept for the next request, over all event loops.
   * Each loop counts its own when it gets to it.
   *
   * @return by scheme, host and port; none is kept where there is no entry
   */
  public CompletableFuture<Map<String, Integer>> idleConnections() {
    CompletableFuture<Map<String, Integer>> sum = CompletableFuture.completedFuture(Map.of());
    for (LoopUpstreams upstreams : ofLoop.values()) {
      sum = sum.thenCombine(upstreams.idle(), Upstreams::plus);
    }
    return sum;
  }

  private static Map<String, Integer> plus(Map<String, Integer> one, Map<String, Integer> other) {
    Map<String, Integer> sum = new HashMap<>(one);
    other.forEach((upstream, count) -> sum.merge(upstream, count, Integer::sum));
    return sum;
  }

  private LoopUpstreams anyLoop() {
    return ofLoop.values().stream().skip(watches.size() % ofLoop.size()).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    watches.forEach(HealthWatch::close);
    ofLoop.values().forEach(LoopUpstreams::close);
    tls.close();
  }
}
