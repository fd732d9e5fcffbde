package sekisho;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import sekisho.control.Companion;
import sekisho.control.RunningProxy;
import sekisho.control.Supervision;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;
import sekisho.scrape.MetricsListener;
import sekisho.status.Release;
import sekisho.status.Status;

/** What is above the proxy in this program: what can be asked of it, and who serves the answers. */
@Singleton
final class Overseers implements Supervision {
  private final Vertx vertx;
  private final Instance<PrometheusMeterRegistry> registry;

  @Inject
  Overseers(Vertx vertx, Instance<PrometheusMeterRegistry> registry) {
    this.vertx = vertx;
    this.registry = registry;
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
    return List.of(new MetricsListener(vertx, proxy, registry.get()));
  }
}
