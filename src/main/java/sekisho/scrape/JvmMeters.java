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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sekisho.status.DirectMemory;

/**
 * What Micrometer knows of the JVM, and how much memory Netty has taken for the network: memory,
 * collections, threads. Used by one thread.
 */
final class JvmMeters {
  private final Supplier<PrometheusMeterRegistry> made;
  private @Nullable PrometheusMeterRegistry begun;
  private volatile String prefix = "";
  private @Nullable JvmGcMetrics collections;

  /**
   * @param registry asked for when it is needed; nobody else has anything in it
   */
  JvmMeters(Supplier<PrometheusMeterRegistry> registry) {
    this.made = registry;
  }

  /** From now on; what was there before is forgotten. */
  void begin(String namesBeginWith) {
    prefix = namesBeginWith;
    if (collections != null) {
      collections.close();
    }
    PrometheusMeterRegistry registry = begun;
    if (registry != null) {
      registry.clear();
    } else {
      registry = made.get();
      begun = registry;
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
    Gauge.builder("netty.direct.memory.used", DirectMemory::usedBytes)
        .baseUnit("bytes")
        .description("Memory outside the heap that buffers of the network have")
        .register(registry);
    Gauge.builder("netty.direct.memory.max", PlatformDependent::maxDirectMemory)
        .baseUnit("bytes")
        .description("How far that may grow")
        .register(registry);
  }

  List<MetricFamilySamples> families() {
    return begun == null
        ? List.of()
        : Collections.list(begun.getPrometheusRegistry().metricFamilySamples());
  }
}
