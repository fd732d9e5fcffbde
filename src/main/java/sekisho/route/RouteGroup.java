package sekisho.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sekisho.model.HttpRoute;
import sekisho.model.ServerNamePattern;

/**
 * The routes of one path, by host: exact hosts, then wildcard hosts, then routes for every host.
 *
 * <p>A thousand virtual hosts on {@code /} are one group, so hosts are looked up, not tried.
 */
final class RouteGroup {
  private final NameTable<List<HttpRoute>> byHost;
  private final Optional<List<HttpRoute>> forEveryHost;

  /**
   * @param routes in the file's order
   */
  RouteGroup(List<HttpRoute> routes) {
    Map<ServerNamePattern, List<HttpRoute>> named = new HashMap<>();
    List<HttpRoute> unnamed = new ArrayList<>();
    for (HttpRoute route : routes) {
      for (ServerNamePattern host : route.hosts()) {
        named.computeIfAbsent(host, _ -> new ArrayList<>()).add(route);
      }
      if (route.hosts().isEmpty()) {
        unnamed.add(route);
      }
    }
    this.byHost = NameTable.of(named);
    this.forEveryHost = Optional.of(List.copyOf(unnamed));
  }

  /** The first route that takes the search's host and method; null: none. */
  @Nullable HttpRoute find(RouteSearch search) {
    HttpRoute found = first(byHost.findExact(search.host()), search);
    if (found == null) {
      found = first(byHost.findWildcard(search.host()), search);
    }
    return found == null ? first(forEveryHost, search) : found;
  }

  private static @Nullable HttpRoute first(Optional<List<HttpRoute>> routes, RouteSearch search) {
    if (routes.isPresent()) {
      for (HttpRoute route : routes.get()) {
        if (search.takesMethod(route)) {
          return route;
        }
      }
    }
    return null;
  }
}
