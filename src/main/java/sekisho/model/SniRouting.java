package sekisho.model;

import java.util.List;

/**
 * Where connections go by server name: exact names, then wildcards, then the default.
 *
 * @param defaultDestination what takes connections without a name, without a route, or without TLS
 * @param defaultGuard what is asked of a client before that
 * @param routes in the file's order; no pattern twice
 */
public record SniRouting(
    Destination defaultDestination, SniGuard defaultGuard, List<SniRoute> routes) {
  public SniRouting {
    routes = List.copyOf(routes);
    long distinct = routes.stream().map(SniRoute::pattern).distinct().count();
    Require.that(distinct == routes.size(), "a server_name is routed twice");
  }
}
