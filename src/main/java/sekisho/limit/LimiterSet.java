package sekisho.limit;

import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sekisho.model.ConnectionLimit;
import sekisho.model.HttpRoute;
import sekisho.model.ProxySettings;
import sekisho.model.RateLimit;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;

/**
 * The limiters of one configuration, by what it says of them: equal limits are one limiter. Does
 * not change, but for what its limiters count.
 */
public final class LimiterSet {
  /** The route that takes whoever no other takes. */
  private static final String DEFAULT_ROUTE = "default";

  private final LimiterTable<RateLimit, RateLimiter> rates;
  private final LimiterTable<ConnectionLimit, ConnectionLimiter> connections =
      new LimiterTable<>(ConnectionLimiter::new);

  /** What makes a route the same under another configuration, whatever else is said of it. */
  private record Requests(
      HttpRoute.PathMatch path, List<ServerNamePattern> hosts, Set<String> methods) {}

  /**
   * @param before whose limiters go on, where they are the same; null: there was nothing before
   */
  LimiterSet(ProxySettings proxy, LongSupplier nanoTime, @Nullable LimiterSet before) {
    this.rates = new LimiterTable<>(limit -> new RateLimiter(limit, nanoTime));
    for (HttpRoute route : proxy.http().routes()) {
      Requests asker = new Requests(route.path(), route.hosts(), route.methods());
      route
          .guard()
          .rate()
          .ifPresent(limit -> rates.add(limit, limit.anywhere(), limit.place().path(), asker));
      route.guard().inFlight().ifPresent(limit -> add(limit, asker));
    }
    add(proxy.tls().routing().defaultGuard(), DEFAULT_ROUTE);
    for (SniRoute route : proxy.tls().routing().routes()) {
      add(route.guard(), route.pattern());
    }
    rates.settle(before == null ? null : before.rates);
    connections.settle(before == null ? null : before.connections);
  }

  private void add(SniGuard guard, Object asker) {
    guard.connections().ifPresent(limit -> add(limit, asker));
  }

  private void add(ConnectionLimit limit, Object asker) {
    connections.add(limit, limit.anywhere(), limit.place().path(), asker);
  }

  /** The limiter of a limit of this configuration. */
  public RateLimiter of(RateLimit limit) {
    return rates.of(limit);
  }

  /** The limiter of a limit of this configuration. */
  public ConnectionLimiter of(ConnectionLimit limit) {
    return connections.of(limit);
  }
}
