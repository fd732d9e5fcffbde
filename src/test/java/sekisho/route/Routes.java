package sekisho.route;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sekisho.model.HttpGuard;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.ServerNamePattern;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;

/** HTTP routes as tests want them: told apart by their lines. */
final class Routes {
  private Routes() {}

  static HttpRoute exact(int line, String path) {
    return route(line, new PathMatch.Exact(path), List.of(), Set.of(), null);
  }

  static HttpRoute prefix(int line, String prefix) {
    return route(line, new PathMatch.Prefix(prefix), List.of(), Set.of(), null);
  }

  static HttpRoute regex(int line, String expression) {
    return route(line, new PathMatch.Regex(expression), List.of(), Set.of(), null);
  }

  static HttpRoute hosts(HttpRoute route, String... hosts) {
    List<ServerNamePattern> patterns = Stream.of(hosts).map(ServerNamePattern::parse).toList();
    return route(route.line(), route.path(), patterns, route.methods(), null);
  }

  static HttpRoute methods(HttpRoute route, String... methods) {
    return route(route.line(), route.path(), route.hosts(), Set.of(methods), null);
  }

  static HttpRoute upstreamPath(HttpRoute route, String path) {
    return route(route.line(), route.path(), route.hosts(), route.methods(), path);
  }

  private static HttpRoute route(
      int line,
      PathMatch path,
      List<ServerNamePattern> hosts,
      Set<String> methods,
      String upstreamPath) {
    UpstreamUrl upstream =
        new UpstreamUrl(
            false,
            new TcpUpstream.HostPort("127.0.0.1", 3000),
            "127.0.0.1:3000",
            Optional.ofNullable(upstreamPath));
    HttpRoute.UpstreamSettings settings =
        new HttpRoute.UpstreamSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ZERO,
            new UpstreamTls(true, Optional.empty(), true, true));
    HttpRoute.ClientSettings client =
        new HttpRoute.ClientSettings(0, Duration.ofSeconds(60), 0, Duration.ofSeconds(60));
    return new HttpRoute(
        path,
        hosts,
        methods,
        false,
        UpstreamGroup.of(upstream),
        settings,
        client,
        HttpGuard.NONE,
        false,
        List.of(),
        List.of(),
        List.of(),
        line);
  }
}
