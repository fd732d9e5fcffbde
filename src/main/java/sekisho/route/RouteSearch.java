package sekisho.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sekisho.model.HttpRoute;

/** One request that looks for its route, and what it was refused for on the way. */
final class RouteSearch {
  private static final RouteMatch NOT_FOUND = new RouteMatch.NotFound();

  private final String method;
  private final String host;
  private @Nullable Set<String> allowed;
  private List<HttpRoute> refusing = List.of();

  RouteSearch(String method, String host) {
    this.method = method;
    this.host = host;
  }

  String host() {
    return host;
  }

  /** Whether a route of the right path and host takes the method; if not, it is remembered. */
  boolean takesMethod(HttpRoute route) {
    if (route.methods().isEmpty() || route.methods().contains(method)) {
      return true;
    }
    if (allowed == null) {
      allowed = new TreeSet<>();
      refusing = new ArrayList<>();
    }
    allowed.addAll(route.methods());
    if (!refusing.contains(route)) {
      refusing.add(route);
    }
    return false;
  }

  RouteMatch failure() {
    // RFC 9110 §15.5.6: 405 comes with the methods that the resource takes.
    return allowed == null
        ? NOT_FOUND
        : new RouteMatch.MethodNotAllowed(
            Collections.unmodifiableSet(allowed), List.copyOf(refusing));
  }
}
