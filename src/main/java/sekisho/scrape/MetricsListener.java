package sekisho.scrape;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.control.Companion;
import sekisho.control.RunningProxy;
import sekisho.control.StartFailure;
import sekisho.model.Configuration;
import sekisho.model.ListenAddress;
import sekisho.model.MetricsSettings;
import sekisho.status.Status;

/**
 * {@code metrics}: what is scraped and the health checks, on a port of their own. Beside the data
 * path: it reads what that counts, and nothing waits for it.
 */
public final class MetricsListener implements Companion {
  private static final Logger LOG = Logger.getLogger(MetricsListener.class);

  private final Vertx vertx;
  private final RunningProxy proxy;
  private final Status status;
  private final JvmMeters jvm;
  private final HealthChecks health;
  private final Rendering rendering = new Rendering(this::families);
  private @Nullable MetricsServer server;
  private volatile @Nullable Exporter exporter;

  /**
   * @param vertx whose event loops serve
   * @param proxy what is looked at
   * @param status of it
   * @param registry for what Micrometer knows of the JVM, asked for when metrics are to be served;
   *     nobody else has anything in it
   */
  public MetricsListener(
      Vertx vertx, RunningProxy proxy, Status status, Supplier<PrometheusMeterRegistry> registry) {
    this.vertx = vertx;
    this.proxy = proxy;
    this.status = status;
    this.jvm = new JvmMeters(registry);
    this.health = new HealthChecks(proxy::turn, proxy::isReady);
  }

  @Override
  public Prepared prepare(Configuration configuration) throws StartFailure {
    Optional<MetricsSettings> settings = configuration.metrics();
    if (settings.isEmpty()) {
      return new Replacement(null, null);
    }
    MetricsServer before = server;
    ListenAddress address = settings.get().listen();
    MetricsServer next =
        before != null && before.address().equals(address) ? before : bind(address);
    return new Replacement(next, exporter(settings.get()));
  }

  private Exporter exporter(MetricsSettings settings) {
    Exporter before = exporter;
    return before != null && before.suits(settings)
        ? before
        : new Exporter(proxy, status, jvm, settings);
  }

  private MetricsServer bind(ListenAddress address) throws StartFailure {
    try {
      return MetricsServer.bind(vertx, address, rendering, health).get();
    } catch (ExecutionException e) {
      throw StartFailure.cannotListen(address + " for metrics", e.getCause())
          .about("metrics.listen");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while starting", e);
    }
  }

  /** What follows; null: nothing is served. */
  private final class Replacement implements Prepared {
    private final @Nullable MetricsServer next;
    private final @Nullable Exporter exports;

    Replacement(@Nullable MetricsServer next, @Nullable Exporter exports) {
      this.next = next;
      this.exports = exports;
    }

    @Override
    public void publish() {
      MetricsServer before = server;
      Exporter replaced = exporter;
      server = next;
      exporter = exports;
      if (replaced != exports) {
        // Not now: the program is to be ready soon, and the first scrape comes later.
        rendering.first(() -> exchange(replaced, exports));
      }
      if (next != null && next != before) {
        LOG.infof(
            "metrics on http://%s/metrics",
            new ListenAddress(next.address().address(), next.port()));
      }
      closeUnless(before, next);
    }

    @Override
    public void abandon() {
      closeUnless(next, server);
    }
  }

  private static void closeUnless(@Nullable MetricsServer closed, @Nullable MetricsServer kept) {
    if (closed != null && closed != kept) {
      closed.close();
    }
  }

  private static void exchange(@Nullable Exporter replaced, @Nullable Exporter begun) {
    if (replaced != null) {
      replaced.close();
    }
    if (begun != null) {
      begun.begin();
    }
  }

  /** On the worker. */
  private List<MetricFamilySamples> families() {
    Exporter exports = exporter;
    return exports == null ? List.of() : exports.families();
  }

  @Override
  public void close() {
    closeUnless(server, null);
    server = null;
    if (exporter != null) {
      rendering.first(() -> exchange(exporter, null));
    }
    rendering.close();
  }
}
