package sekisho;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sekisho.admin.AdminListener;
import sekisho.admin.LoginNotice;
import sekisho.control.Companion;
import sekisho.control.RunningProxy;
import sekisho.control.Supervision;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;
import sekisho.scrape.MetricsListener;
import sekisho.status.Release;
import sekisho.status.Status;
import sekisho.ui.BuiltInPages;

/** What is above the proxy in this program: what can be asked of it, and who serves the answers. */
final class Overseers implements Supervision {
  private final Vertx vertx;
  private final Supplier<PrometheusMeterRegistry> registry;
  private final Optional<Path> file;

  /**
   * @param registry asked for when metrics are to be served, which takes its time
   * @param file the configuration's; empty: the quick start
   */
  Overseers(Vertx vertx, Supplier<PrometheusMeterRegistry> registry, Optional<Path> file) {
    this.vertx = vertx;
    this.registry = registry;
    this.file = file;
  }

  @Override
  public List<RpcMethod<?>> methods(RunningProxy proxy) {
    List<RpcMethod<?>> methods = new ArrayList<>();
    methods.add(RunningProgram.method());
    methods.addAll(status(proxy).methods());
    return methods;
  }

  private static Status status(RunningProxy proxy) {
    Build build = Build.current();
    return new Status(proxy, new Release(build.version(), build.time()), Clock.systemUTC());
  }

  @Override
  public List<Companion> companions(RunningProxy proxy, Methods methods) {
    BuiltInPages pages = new BuiltInPages(status(proxy), proxy);
    return List.of(
        new MetricsListener(vertx, proxy, status(proxy), registry),
        new AdminListener(
            vertx, methods, pages, pages.feed(), LoginNotice.ofProgram(file, System.getenv())));
  }
}
