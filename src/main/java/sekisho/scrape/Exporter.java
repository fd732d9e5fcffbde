package sekisho.scrape;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sekisho.control.RunningProxy;
import sekisho.model.MetricsSettings;
import sekisho.status.CertificateFacts;
import sekisho.status.Status;
import sekisho.system.Machine;

/**
 * All that there is to scrape of a proxy, under one prefix. Used by one thread, which may be kept
 * waiting.
 */
final class Exporter implements AutoCloseable {
  private final RunningProxy proxy;
  private final Status status;
  private final JvmMeters jvm;
  private final AcmeFamilies acme;
  private final String prefix;
  private final Path procfs;
  private @Nullable Machine machine;
  private volatile boolean begun;

  Exporter(RunningProxy proxy, Status status, JvmMeters jvm, MetricsSettings settings) {
    this.proxy = proxy;
    this.status = status;
    this.acme = new AcmeFamilies(status, Clock.systemUTC());
    this.jvm = jvm;
    this.prefix = settings.prefix();
    this.procfs = settings.procfs();
  }

  /**
   * Whether another one would give out the same: then this one goes on, and so do its counts. From
   * every thread.
   */
  boolean suits(MetricsSettings other) {
    return begun && other.prefix().equals(prefix) && other.procfs().equals(procfs);
  }

  /** Begins to look at what has to be looked at from now on. */
  void begin() {
    jvm.begin(prefix);
    machine = Machine.open(procfs, status.program().version());
    begun = true;
  }

  private void certificates(Exposition out) {
    Map<List<String>, Instant> soonest = new TreeMap<>(Comparator.comparing(List::toString));
    for (CertificateFacts certificate : status.certificates()) {
      soonest.merge(
          List.of(name(certificate), certificate.keyType()),
          certificate.notAfter(),
          (one, other) -> one.isBefore(other) ? one : other);
    }
    Exposition.Rows notAfter =
        out.gauges(
            "certificate_not_after_seconds",
            "When a certificate that is served expires, since the epoch",
            "certificate",
            "key_type");
    soonest.forEach(
        (labels, at) -> notAfter.row(at.getEpochSecond(), labels.getFirst(), labels.getLast()));
    out.add(notAfter);
  }

  /** The first that it is for; who issues a certificate decides in which order they stand. */
  private static String name(CertificateFacts certificate) {
    return Stream.concat(certificate.names().stream(), certificate.addresses().stream())
        .findFirst()
        .orElse(certificate.subject());
  }

  List<MetricFamilySamples> families() {
    Exposition out = new Exposition(prefix);
    new TrafficFamilies(proxy.meters(), proxy.connections()).addTo(out);
    new UpstreamFamilies(status).addTo(out);
    certificates(out);
    acme.addTo(out);
    new ConfigurationFamilies(proxy).addTo(out);
    out.add(jvm.families());
    if (machine != null) {
      out.add(new SystemFamilies(prefix, machine).collect());
    }
    return out.families();
  }

  /** Nothing is asked for any more; on the worker, or after its end. */
  @Override
  public void close() {
    if (machine != null) {
      machine.close();
    }
  }
}
