package sekisho.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.ServerNamePattern;

/**
 * Which route takes a request, with the precedence of nginx's {@code location}: the exact path,
 * then the first regex in the file's order that is found, then the longest prefix.
 *
 * <p>Among routes of the same path (exact or prefix) an exact host goes before a wildcard host
 * before no host, as nginx chooses the server before the location; then the file's order. Regexes
 * keep the file's order whatever their hosts.
 *
 * <p>A route of another host is as if it were not there. A route that takes the path and the host
 * but not the method is passed over; only if no other route takes the request is it {@link
 * RouteMatch.MethodNotAllowed}. Methods are compared as they are: {@code GET} does not stand for
 * {@code HEAD}.
 *
 * <p>Exact paths cost one hash lookup, prefixes a binary search, regexes one search each.
 * Immutable.
 */
public final class HttpRouter {
  private final Map<String, RouteGroup> exactPaths;
  private final List<RegexRoute> regexes;
  private final PrefixTable<RouteGroup> prefixes;

  /**
   * @throws IllegalArgumentException when {@link PathRegex#problem} has one with a route's regex
   */
  public HttpRouter(List<HttpRoute> routes) {
    Map<String, List<HttpRoute>> byExactPath = new HashMap<>();
    Map<String, List<HttpRoute>> byPrefix = new HashMap<>();
    List<RegexRoute> inOrder = new ArrayList<>();
    for (HttpRoute route : routes) {
      switch (route.path()) {
        case PathMatch.Exact(String path) ->
            byExactPath.computeIfAbsent(path, _ -> new ArrayList<>()).add(route);
        case PathMatch.Prefix(String prefix) ->
            byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(route);
        case PathMatch.Regex(String expression) -> inOrder.add(RegexRoute.of(route, expression));
      }
    }
    this.exactPaths = grouped(byExactPath);
    this.regexes = List.copyOf(inOrder);
    this.prefixes = new PrefixTable<>(grouped(byPrefix));
  }

  /**
   * @param method as sent
   * @param host the request's host, normalised as by {@code ServerName}, without a port; empty when
   *     there is none
   * @param path {@link RequestPath.Normalized#path}
   */
  public RouteMatch match(String method, String host, String path) {
    RouteSearch search = new RouteSearch(method, host);
    RouteGroup samePath = exactPaths.get(path);
    if (samePath != null) {
      HttpRoute route = samePath.find(search);
      if (route != null) {
        return new RouteMatch.Matched(route, path.length());
      }
    }
    HttpRoute byRegex = findRegex(search, path);
    if (byRegex != null) {
      return new RouteMatch.Matched(byRegex, 0);
    }
    PrefixTable.Entry<RouteGroup> entry = prefixes.longest(path);
    while (entry != null) {
      HttpRoute route = entry.value().find(search);
      if (route != null) {
        return new RouteMatch.Matched(route, entry.prefix().length());
      }
      entry = entry.shorter();
    }
    return search.failure();
  }

  private @Nullable HttpRoute findRegex(RouteSearch search, String path) {
    for (RegexRoute regex : regexes) {
      if (regex.takesHost(search.host())
          && regex.expression().isFoundIn(path)
          && search.takesMethod(regex.route())) {
        return regex.route();
      }
    }
    return null;
  }

  private static Map<String, RouteGroup> grouped(Map<String, List<HttpRoute>> routesByPath) {
    return routesByPath.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> new RouteGroup(e.getValue())));
  }

  /**
   * @param hosts empty: every host
   */
  private record RegexRoute(
      HttpRoute route, PathRegex expression, Optional<NameTable<HttpRoute>> hosts) {
    static RegexRoute of(HttpRoute route, String expression) {
      Map<ServerNamePattern, HttpRoute> hosts =
          route.hosts().stream()
              .distinct()
              .collect(Collectors.toMap(Function.identity(), _ -> route));
      return new RegexRoute(
          route,
          new PathRegex(expression),
          hosts.isEmpty() ? Optional.empty() : Optional.of(NameTable.of(hosts)));
    }

    boolean takesHost(String host) {
      return hosts.isEmpty() || hosts.get().find(host).isPresent();
    }
  }
}
