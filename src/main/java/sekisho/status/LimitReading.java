package sekisho.status;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sekisho.limit.LimitWords;
import sekisho.limit.LimiterSet;
import sekisho.model.ConnectionLimit;
import sekisho.model.HttpRoute;
import sekisho.model.Place;
import sekisho.model.ProxySettings;
import sekisho.model.RateLimit;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;
import sekisho.runtime.Generation;

/** The limits of a configuration, each once, in the order of the routes. */
final class LimitReading {
  private final LimiterSet limiters;
  private final Map<Object, LimitFacts> limits = new LinkedHashMap<>();

  private LimitReading(LimiterSet limiters) {
    this.limiters = limiters;
  }

  static List<LimitFacts> of(Generation generation) {
    LimitReading reading = new LimitReading(generation.limiters());
    ProxySettings proxy = generation.configuration().proxy();
    reading.add(proxy.tls().routing().defaultGuard());
    for (SniRoute route : proxy.tls().routing().routes()) {
      reading.add(route.guard());
    }
    for (HttpRoute route : proxy.http().routes()) {
      route.guard().rate().ifPresent(reading::add);
      route
          .guard()
          .inFlight()
          .ifPresent(
              limit -> reading.add(limit, "requests_in_flight", LimitWords.ofRequests(limit)));
    }
    Collection<LimitFacts> all = reading.limits.values();
    return List.copyOf(all);
  }

  private void add(SniGuard guard) {
    guard
        .connections()
        .ifPresent(limit ->
            add(
                limit,
                "connections",
                LimitWords.ofConnections(limit, RouteReading.lower(guard.manner()))));
  }

  private void add(RateLimit limit) {
    limits.computeIfAbsent(
        limit,
        _ ->
            facts(
                "requests_per_second",
                limit.place(),
                LimitWords.of(limit),
                limit.dryRun(),
                limiters.of(limit).keys()));
  }

  private void add(ConnectionLimit limit, String kind, String words) {
    limits.computeIfAbsent(
        limit, _ -> facts(kind, limit.place(), words, limit.dryRun(), limiters.of(limit).keys()));
  }

  private static LimitFacts facts(
      String kind, Place place, String words, boolean dryRun, long keys) {
    return new LimitFacts(kind, place.line(), place.column(), place.path(), words, dryRun, keys);
  }
}
