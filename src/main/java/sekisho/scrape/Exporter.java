package sekisho.scrape;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;
import sekisho.control.RunningProxy;

/**
 * All that there is to scrape of a proxy, under one prefix. Used by one thread, which may be kept
 * waiting.
 */
final class Exporter {
  private final RunningProxy proxy;
  private final JvmMeters jvm;
  private final String prefix;

  Exporter(RunningProxy proxy, JvmMeters jvm, String prefix) {
    this.proxy = proxy;
    this.jvm = jvm;
    this.prefix = prefix;
  }

  /** Begins to look at what has to be looked at from now on. */
  void begin() {
    jvm.begin(prefix);
  }

  List<MetricFamilySamples> families() {
    Exposition out = new Exposition(prefix);
    new TrafficFamilies(proxy.meters(), proxy.connections()).addTo(out);
    new UpstreamFamilies(proxy.generations()).addTo(out);
    new ConfigurationFamilies(proxy).addTo(out);
    out.add(jvm.families());
    return out.families();
  }
}
