package sekisho.upstream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.balance.Members;
import sekisho.deadline.Deadlines;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;
import sekisho.tls.ClientContexts;

/**
 * One event loop's way to upstreams; every call comes from that loop, and no connection leaves it.
 */
public final class LoopUpstreams {
  private final EventLoop loop;
  private final Duration connectTimeout;
  private final Groups groups;
  private final Resolver resolver;
  private final ConnectionSource connections;

  /** Those used here: looking for one among all takes longer. */
  private final IdentityHashMap<UpstreamGroup<?>, Members<?>> known = new IdentityHashMap<>();

  LoopUpstreams(LoopWays ways, Duration connectTimeout, Groups groups, ClientContexts tls) {
    this.loop = ways.loop();
    this.connectTimeout = connectTimeout;
    this.groups = groups;
    this.resolver = ways.resolver();
    this.connections = new ConnectionSource(loop, resolver, ways.pool(), tls);
  }

  /**
   * Connects to a TCP upstream.
   *
   * @return the attempt, which the caller may cancel
   */
  public GroupDialer dial(UpstreamGroup<TcpUpstream> upstreams, Consumer<Dialer.Dialled> callback) {
    GroupDialer dialer =
        new GroupDialer(
            members(upstreams, null), then -> dialer(Dialer.Greeting.NONE, then), callback);
    dialer.dial();
    return dialer;
  }

  Dialer dialer(Dialer.Greeting greeting, Consumer<Dialer.Dialled> then) {
    return new Dialer(loop, resolver, connectTimeout, greeting, then);
  }

  /** A request that begins with {@link UpstreamExchange#start()}. */
  public UpstreamExchange exchange(UpstreamRequest request, UpstreamExchange.Listener listener) {
    return exchange(request, members(request.upstreams(), request.settings().tls()), listener);
  }

  /** One that has members of its own, unknown to all others. */
  UpstreamExchange exchange(
      UpstreamRequest request, Members<UpstreamUrl> members, UpstreamExchange.Listener listener) {
    return new HttpExchange(connections, Deadlines.of(loop), request, members, listener);
  }

  /** How many connections to HTTP upstreams are idle here, by where they go; from any thread. */
  CompletableFuture<Map<String, Integer>> idle() {
    return CompletableFuture.supplyAsync(connections::idle, loop);
  }

  EventLoop loop() {
    return loop;
  }

  // The members of a group of U are members of U.
  @SuppressWarnings("unchecked")
  private <U> Members<U> members(UpstreamGroup<U> group, @Nullable UpstreamTls tls) {
    Members<?> members = known.get(group);
    if (members == null) {
      members = groups.members(group, Optional.ofNullable(tls));
      known.put(group, members);
    }
    return (Members<U>) members;
  }
}
