package sekisho.route;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import sekisho.model.HttpRoute;

/**
 * A request's route among fifty: 24 exact paths, 24 prefixes, the regex of WHIP and WHEP, a rest.
 */
@State(Scope.Thread)
public class HttpRouterBenchmark {
  private static final int OF_EACH = 24;

  private final HttpRouter router = new HttpRouter(routes());

  @Benchmark
  public Object exact_path() {
    return router.match("GET", "sora.example.com", "/service-17/ok");
  }

  @Benchmark
  public Object prefix() {
    return router.match("GET", "sora.example.com", "/api/service-17/users/4711");
  }

  @Benchmark
  public Object regex() {
    return router.match("POST", "sora.example.com", "/whip/channel");
  }

  @Benchmark
  public Object normalised_and_prefix() {
    return switch (RequestPath.of("/api/service-17/users/4711")) {
      case RequestPath.Normalized path -> router.match("GET", "sora.example.com", path.path());
      case RequestPath.Refused refused -> refused;
    };
  }

  private static List<HttpRoute> routes() {
    List<HttpRoute> routes = new ArrayList<>();
    for (int i = 0; i < OF_EACH; i++) {
      routes.add(Routes.exact(routes.size() + 1, "/service-" + i + "/ok"));
      routes.add(Routes.prefix(routes.size() + 1, "/api/service-" + i + "/"));
    }
    routes.add(Routes.regex(routes.size() + 1, "^/(whip|whip-session|whep|whep-session)/"));
    routes.add(Routes.prefix(routes.size() + 1, "/"));
    return routes;
  }
}
