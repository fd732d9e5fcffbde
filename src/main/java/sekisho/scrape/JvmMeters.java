package sekisho.scrape;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Micrometer knows of the JVM, and how much memory Netty has taken for the network: memory,
 * collections, threads. Used by one thread.
 */
final class JvmMeters {
  private final PrometheusMeterRegistry registry;
  private volatile String prefix = "";
  private boolean filtered;
  private @Nullable JvmGcMetrics collections;

  JvmMeters(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /** From now on; what was there before is forgotten. */
  void begin(String namesBeginWith) {
    prefix = namesBeginWith;
    if (collections != null) {
      collections.close();
    }
    registry.clear();
    if (!filtered) {
      filtered = true;
      registry
          .config()
          .meterFilter(
              new MeterFilter() {
                @Override
                public Meter.Id map(Meter.Id id) {
                  return id.withName(prefix + id.getName());
                }
              });
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections = new JvmGcMetrics();
    collections.bindTo(registry);
    Gauge.builder("netty.direct.memory.used", PlatformDependent::usedDirectMemory)
        .baseUnit("bytes")
        .description("Memory outside the heap that buffers of the network have")
        .register(registry);
    Gauge.builder("netty.direct.memory.max", PlatformDependent::maxDirectMemory)
        .baseUnit("bytes")
        .description("How far that may grow")
        .register(registry);
  }

  List<MetricFamilySamples> families() {
    return Collections.list(registry.getPrometheusRegistry().metricFamilySamples());
  }
}
