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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import sekisho.balance.Member;
import sekisho.balance.Members;
import sekisho.model.Destination;
import sekisho.model.HttpRoute;
import sekisho.model.HttpSettings.PoolSettings;
import sekisho.model.ProxySettings;
import sekisho.model.SniRoute;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;
import sekisho.tls.ClientContexts;

/**
 * The way to every upstream of one configuration, from every event loop: what a connection's loop
 * dials, resolves and pools with.
 *
 * <p>What is known of upstreams and the connections to them outlive the configuration: who {@link
 * #takeOver takes over} has them from then on. What it holds per loop belongs to that loop. Closing
 * the last one closes the idle HTTP connections at once, and those in use when their exchanges are
 * over.
 */
public final class Upstreams implements AutoCloseable {
  private final IdentityHashMap<EventExecutor, LoopUpstreams> ofLoop = new IdentityHashMap<>();
  private final List<LoopWays> ways;
  private final LoopPool pool;
  private final ClientContexts tls;
  private final Groups groups;
  private final Map<Members<?>, List<HealthWatch>> watches = new HashMap<>();

  /** Whether the ways are closed with this. */
  private boolean last;

  /**
   * Those of a program that has none yet.
   *
   * @param vertx whose event loops are served
   * @param connectTimeout the bound on connecting to one address of a TCP upstream
   * @param tls for https upstreams; closed with this
   */
  public Upstreams(Vertx vertx, Duration connectTimeout, PoolSettings pool, ClientContexts tls) {
    this.tls = tls;
    this.groups = new Groups();
    List<EventLoop> loops = loops(vertx);
    this.pool = ofOneLoop(pool, loops.size());
    this.ways = loops.stream().map(loop -> LoopWays.of(loop, this.pool)).toList();
    this.last = true;
    fill(connectTimeout);
  }

  /** Those that may take the place of {@code before}. */
  private Upstreams(ProxySettings proxy, ClientContexts tls, Upstreams before) {
    this.tls = tls;
    this.groups = new Groups(keys(proxy), before.groups);
    this.ways = before.ways;
    this.pool = ofOneLoop(proxy.http().pool(), ways.size());
    fill(proxy.tcpConnectTimeout());
  }

  private static List<EventLoop> loops(Vertx vertx) {
    EventLoopGroup group = ((VertxInternal) vertx).getEventLoopGroup();
    List<EventLoop> loops = new ArrayList<>();
    group.forEach(loop -> loops.add((EventLoop) loop));
    return loops;
  }

  private static LoopPool ofOneLoop(PoolSettings pool, int loops) {
    return new LoopPool((pool.maxIdlePerUpstream() + loops - 1) / loops, pool.idleTimeout());
  }

  private void fill(Duration connectTimeout) {
    for (LoopWays way : ways) {
      ofLoop.put(way.loop(), new LoopUpstreams(way, connectTimeout, groups, tls));
    }
  }

  private static List<Groups.Key> keys(ProxySettings proxy) {
    List<Groups.Key> keys = new ArrayList<>();
    add(keys, proxy.tls().routing().defaultDestination());
    for (SniRoute route : proxy.tls().routing().routes()) {
      add(keys, route.destination());
    }
    for (HttpRoute route : proxy.http().routes()) {
      keys.add(new Groups.Key(route.upstreams(), Optional.of(route.upstreamSettings().tls())));
    }
    return keys;
  }

  private static void add(List<Groups.Key> keys, Destination destination) {
    destination
        .tcpUpstreams()
        .ifPresent(upstreams -> keys.add(new Groups.Key(upstreams, Optional.empty())));
  }

  /**
   * Those of another configuration, which may take the place of these; nothing has changed yet.
   *
   * @param contexts for https upstreams; closed with them
   */
  public Upstreams next(ProxySettings proxy, ClientContexts contexts) {
    return new Upstreams(proxy, contexts, this);
  }

  /** The contexts for https upstreams. */
  public ClientContexts tls() {
    return tls;
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
   * Begins to check the health of the upstreams of all routes that ask for it. Not to be called on
   * an event loop.
   */
  public void watch(ProxySettings proxy) {
    for (HttpRoute route : proxy.http().routes()) {
      watch(route.upstreams(), route.upstreamSettings().tls());
    }
  }

  private void watch(UpstreamGroup<UpstreamUrl> group, UpstreamTls settings) {
    Members<UpstreamUrl> members = groups.members(group, Optional.of(settings));
    if (group.healthCheck().isEmpty() || watches.containsKey(members)) {
      return;
    }
    List<HealthWatch> ofMembers = new ArrayList<>();
    for (Member<UpstreamUrl> member : members.all()) {
      LoopUpstreams through = of(ways.get(ofMembers.size() % ways.size()).loop());
      ofMembers.add(HealthWatch.begin(through, member, group.healthCheck().get(), settings));
    }
    watches.put(members, ofMembers);
  }

  /**
   * Takes the place of {@code before}: idle connections to upstreams that are none any more are
   * closed, and checks of their health end. Not to be called on an event loop.
   *
   * @return completes when every event loop knows
   */
  public CompletableFuture<Void> takeOver(Upstreams before, ProxySettings proxy) {
    last = before.last;
    before.last = false;
    for (Members<?> members : groups.all()) {
      List<HealthWatch> going = before.watches.remove(members);
      if (going != null) {
        going.forEach(watch -> watch.through(of(watch.loop())));
        watches.put(members, going);
      }
    }
    before.endWatches();
    watch(proxy);
    Map<Origin, Object> kept = origins(proxy);
    Predicate<UpstreamConnection> isKept =
        connection -> connection.trust().equals(kept.get(connection.origin()));
    return CompletableFuture.allOf(
        ways.stream()
            .map(way ->
                CompletableFuture.runAsync(() -> way.pool().govern(pool, isKept), way.loop()))
            .toArray(CompletableFuture[]::new));
  }

  /** Where requests may go, and what the other end is verified by there. */
  private Map<Origin, Object> origins(ProxySettings proxy) {
    Map<Origin, Object> origins = new HashMap<>();
    for (HttpRoute route : proxy.http().routes()) {
      for (UpstreamGroup.Share<UpstreamUrl> share : route.upstreams().shares()) {
        Origin origin = Origin.of(share.upstream(), route.upstreamSettings().tls());
        origins.put(origin, ConnectionSource.trust(origin, tls));
      }
    }
    return Map.copyOf(origins);
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

  private void endWatches() {
    watches.values().forEach(ofMembers -> ofMembers.forEach(HealthWatch::close));
    watches.clear();
  }

  @Override
  public void close() {
    endWatches();
    if (last) {
      ways.forEach(LoopWays::close);
    }
    tls.close();
  }
}
