package sekisho.status;

import java.util.List;
import java.util.Optional;

/**
 * Upstreams that share the work of one or more routes; one alone is a group too.
 *
 * @param protocol {@code http}, or {@code tcp} for relays
 * @param routeLines the configuration lines of the routes that use it; 0: the default route
 * @param balance round_robin or least_connections
 * @param maxFails failures in a row after which one rests; 0: it never does
 * @param failTimeoutSecs how long it rests
 * @param healthCheck what is asked of each, in words; empty: nothing
 * @param members in the configuration's order
 */
public record UpstreamGroupFacts(
    String protocol,
    List<Integer> routeLines,
    String balance,
    int maxFails,
    double failTimeoutSecs,
    Optional<String> healthCheck,
    List<UpstreamFacts> members) {
  public UpstreamGroupFacts {
    routeLines = List.copyOf(routeLines);
    members = List.copyOf(members);
  }
}
