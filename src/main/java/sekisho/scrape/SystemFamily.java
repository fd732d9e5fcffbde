package sekisho.scrape;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One metric of the machine and its samples, while they are gathered: a value that the kernel does
 * not tell is no sample.
 */
final class SystemFamily {
  private final String name;
  private final Collector.Type type;
  private final String help;
  private final List<String> labels;
  private final List<MetricFamilySamples.Sample> samples = new ArrayList<>();

  /**
   * @param name in full, and as it is shown: a counter's ends with {@code _total}
   */
  SystemFamily(String name, Collector.Type type, String help, String... labels) {
    this.name = name;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /**
   * @param values of the labels, in their order
   */
  SystemFamily add(double sample, String... values) {
    samples.add(new MetricFamilySamples.Sample(name, labels, List.of(values), sample));
    return this;
  }

  SystemFamily add(OptionalLong sample) {
    sample.ifPresent(this::add);
    return this;
  }

  SystemFamily add(OptionalDouble sample) {
    sample.ifPresent(this::add);
    return this;
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  /** The client takes {@code _info} of the name of an info and gives it back when it writes. */
  MetricFamilySamples samples() {
    String family =
        type == Collector.Type.INFO ? name.substring(0, name.length() - "_info".length()) : name;
    return new MetricFamilySamples(family, type, help, samples);
  }
}
