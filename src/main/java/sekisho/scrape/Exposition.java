package sekisho.scrape;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.List;
import sekisho.metrics.Histogram;

/**
 * The metric families of one scrape in the making, all of which begin with one prefix. Belongs to
 * one thread.
 */
final class Exposition {
  private final String prefix;
  private final List<MetricFamilySamples> families = new ArrayList<>();

  Exposition(String prefix) {
    this.prefix = prefix;
  }

  /** What there is so far. */
  List<MetricFamilySamples> families() {
    return List.copyOf(families);
  }

  /** Families that somebody else has made, of this prefix too. */
  void add(List<MetricFamilySamples> made) {
    families.addAll(made);
  }

  /**
   * A counter alone.
   *
   * @param name without the prefix, with {@code _total}
   */
  void counter(String name, String help, long value) {
    add(new Rows(name, Collector.Type.COUNTER, help).row(value));
  }

  void gauge(String name, String help, long value) {
    gauge(name, help, (double) value);
  }

  void gauge(String name, String help, double value) {
    add(new Rows(name, Collector.Type.GAUGE, help).row(value));
  }

  /** Counters that labels tell apart. */
  Rows counters(String name, String help, String... labels) {
    return new Rows(name, Collector.Type.COUNTER, help, labels);
  }

  Rows gauges(String name, String help, String... labels) {
    return new Rows(name, Collector.Type.GAUGE, help, labels);
  }

  void add(Rows rows) {
    families.add(
        new MetricFamilySamples(prefix + rows.name, rows.type, rows.help, rows.samples(prefix)));
  }

  void histogram(String name, String help, Histogram.Reading reading) {
    String full = prefix + name;
    List<Sample> samples = new ArrayList<>();
    long upTo = 0;
    for (Histogram.Bucket bucket : reading.buckets()) {
      upTo += bucket.count();
      String bound = Collector.doubleToGoString(bucket.upToSeconds());
      samples.add(new Sample(full + "_bucket", List.of("le"), List.of(bound), upTo));
    }
    // Of the same counts: they go on while they are read.
    samples.add(new Sample(full + "_count", List.of(), List.of(), upTo));
    samples.add(new Sample(full + "_sum", List.of(), List.of(), reading.sumSeconds()));
    families.add(new MetricFamilySamples(full, Collector.Type.HISTOGRAM, help, samples));
  }

  /** The values of one family. */
  static final class Rows {
    private final String name;
    private final Collector.Type type;
    private final String help;
    private final List<String> labels;
    private final List<Row> rows = new ArrayList<>();

    private record Row(List<String> labelValues, double value) {}

    private Rows(String name, Collector.Type type, String help, String... labels) {
      this.name = name;
      this.type = type;
      this.help = help;
      this.labels = List.of(labels);
    }

    /**
     * @param labelValues as many as there are labels, in their order; no two rows have the same
     */
    Rows row(long value, String... labelValues) {
      return row((double) value, labelValues);
    }

    Rows row(double value, String... labelValues) {
      rows.add(new Row(List.of(labelValues), value));
      return this;
    }

    private List<Sample> samples(String prefix) {
      return rows.stream()
          .map(row -> new Sample(prefix + name, labels, row.labelValues(), row.value()))
          .toList();
    }
  }
}
