package sekisho.limit;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import sekisho.model.ConnectionLimit;
import sekisho.model.HttpRoute;
import sekisho.model.ProxySettings;
import sekisho.model.RateLimit;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;

/**
 * The limiters of one configuration, by what it says of them: equal limits are one limiter. Does
 * not change, but for what its limiters count.
 */
public final class LimiterSet {
  // By identity, which costs next to nothing: who asks has the configuration's own records.
  private final IdentityHashMap<RateLimit, RateLimiter> rates = new IdentityHashMap<>();
  private final IdentityHashMap<ConnectionLimit, ConnectionLimiter> connections =
      new IdentityHashMap<>();

  LimiterSet(ProxySettings proxy, LongSupplier nanoTime) {
    Map<RateLimit, RateLimiter> equalRates = new HashMap<>();
    Map<ConnectionLimit, ConnectionLimiter> equalConnections = new HashMap<>();
    for (HttpRoute route : proxy.http().routes()) {
      route
          .guard()
          .rate()
          .ifPresent(limit ->
              rates.put(
                  limit, equalRates.computeIfAbsent(limit, l -> new RateLimiter(l, nanoTime))));
      route.guard().inFlight().ifPresent(limit -> add(limit, equalConnections));
    }
    add(proxy.tls().routing().defaultGuard(), equalConnections);
    for (SniRoute route : proxy.tls().routing().routes()) {
      add(route.guard(), equalConnections);
    }
  }

  private void add(SniGuard guard, Map<ConnectionLimit, ConnectionLimiter> equal) {
    guard.connections().ifPresent(limit -> add(limit, equal));
  }

  private void add(ConnectionLimit limit, Map<ConnectionLimit, ConnectionLimiter> equal) {
    connections.put(limit, equal.computeIfAbsent(limit, ConnectionLimiter::new));
  }

  /** The limiter of a limit of this configuration. */
  public RateLimiter of(RateLimit limit) {
    return Objects.requireNonNull(rates.get(limit), "a limit of another configuration");
  }

  /** The limiter of a limit of this configuration. */
  public ConnectionLimiter of(ConnectionLimit limit) {
    return Objects.requireNonNull(connections.get(limit), "a limit of another configuration");
  }
}
