package sekisho.route;

import java.util.List;
import java.util.Set;
import sekisho.model.HttpRoute;

/** Which route takes a request, or why none does. */
public sealed interface RouteMatch {

  /**
   * @param route the route that takes it
   * @param matchedLength how much of the normalised path an upstream's path stands for, in
   *     characters: all of it for an exact path, the prefix for a prefix, nothing for a regex
   */
  record Matched(HttpRoute route, int matchedLength) implements RouteMatch {}

  /**
   * Routes would take it but for its method.
   *
   * @param allowed the methods of all of them, for {@code Allow} (RFC 9110 §10.2.1), sorted
   * @param routes in the order they were asked
   */
  record MethodNotAllowed(Set<String> allowed, List<HttpRoute> routes) implements RouteMatch {}

  /** No route takes that path on that host. */
  record NotFound() implements RouteMatch {}
}
