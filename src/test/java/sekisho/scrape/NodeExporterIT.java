package sekisho.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.system.Machine;
import sekisho.testing.Await;
import sekisho.testing.ReservedPort;
import sekisho.testing.Tools;

/**
 * The machine as we read it, between two looks of node-exporter's. What only grows has to lie
 * between them; the rest is close by as far as its nature allows.
 */
class NodeExporterIT {
  private static final Pattern LINE = Pattern.compile("(node_[a-z0-9A-Z_]+)(\\{.*})? ([^ ]+)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** The kernel may take some idle and iowait time back (proc_stat(5)); and a sum of doubles. */
  private static final double TAKEN_BACK = 0.05;

  /** How far the rest of the machine may get in a moment, of its memory. */
  private static final double MOMENT = 0.03;

  @AutoClose static ReservedPort port = ReservedPort.loopback();
  static Process nodeExporter;

  static Map<String, Double> before;
  static Map<String, Double> ours;
  static Map<String, Double> after;

  @BeforeAll
  static void look() throws IOException {
    nodeExporter =
        new ProcessBuilder(
                Tools.require("prometheus-node-exporter").toString(),
                "--web.listen-address=127.0.0.1:" + port.number(),
                "--collector.disable-defaults",
                "--collector.cpu",
                "--collector.diskstats",
                "--collector.filefd",
                "--collector.loadavg",
                "--collector.meminfo",
                "--collector.netdev",
                // Debian's leaves loopback out.
                "--collector.netdev.device-exclude=^$",
                "--collector.os",
                "--collector.stat",
                "--collector.tcpstat",
                "--collector.time",
                "--collector.uname")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    before = Await.present("node-exporter answers", NodeExporterIT::theirs);
    try (Machine machine = Machine.open(Path.of("/proc"), "1.2.3")) {
      ours =
          Await.present(
              "connections are counted",
              () -> Optional.of(read(machine)).filter(NodeExporterIT::hasTcp));
    }
    after = theirs().orElseThrow();
  }

  @AfterAll
  static void stop() {
    nodeExporter.destroyForcibly().onExit().join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu_seconds_total", "disk_", "network_", "time_seconds"})
  void what_grows_is_between_what_it_was_and_what_it_is(String name) {
    Map<String, Double> grown = starting(ours, "node_" + name);

    assertThat(grown).isNotEmpty();
    grown.forEach((sample, value) ->
        assertThat(value)
            .as(sample)
            .isBetween(valueOf(before, sample) - TAKEN_BACK, valueOf(after, sample) + TAKEN_BACK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"node_boot_time_seconds", "node_filefd_maximum"})
  void what_stays_is_the_same(String sample) {
    assertThat(valueOf(ours, sample)).isEqualTo(valueOf(before, sample));
  }

  @Test
  void every_cpu_and_mode_and_every_network_device_is_there() {
    assertThat(starting(ours, "node_cpu_seconds_total").keySet())
        .isEqualTo(starting(before, "node_cpu_seconds_total").keySet());
    assertThat(starting(ours, "node_network_receive_bytes_total").keySet())
        .isEqualTo(starting(before, "node_network_receive_bytes_total").keySet());
  }

  /** Newer ones than Debian's leave zram out, as we do. */
  @Test
  void every_disk_is_there() {
    var theirs = starting(before, "node_disk_reads_completed_total");
    theirs.keySet().removeIf(sample -> sample.contains("zram"));

    assertThat(starting(ours, "node_disk_reads_completed_total").keySet())
        .isEqualTo(theirs.keySet());
  }

  @Test
  void memory_is_the_same_but_for_a_moment() {
    Map<String, String> names =
        Map.of(
            "total", "MemTotal",
            "free", "MemFree",
            "available", "MemAvailable",
            "buffers", "Buffers",
            "cached", "Cached",
            "swap_total", "SwapTotal",
            "swap_free", "SwapFree");
    double total = valueOf(before, "node_memory_MemTotal_bytes");

    assertThat(valueOf(ours, "node_memory_total_bytes")).isEqualTo(total);
    names.forEach((name, theirs) ->
        assertThat(valueOf(ours, "node_memory_" + name + "_bytes"))
            .as(name)
            .isCloseTo(
                valueOf(before, "node_memory_" + theirs + "_bytes"), within(total * MOMENT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"node_load1", "node_load5", "node_load15"})
  void the_load_is_that_of_before_or_after(String sample) {
    assertThat(valueOf(ours, sample)).isIn(valueOf(before, sample), valueOf(after, sample));
  }

  @Test
  void so_many_files_are_open_but_for_a_moment() {
    double theirs = valueOf(before, "node_filefd_allocated");

    assertThat(valueOf(ours, "node_filefd_allocated")).isCloseTo(theirs, within(1000 + theirs / 4));
  }

  /** Tests beside this one come and go with thousands of connections; who listens stays. */
  @Test
  void connections_are_in_the_same_states_but_for_a_moment() {
    assertThat(starting(ours, "node_tcp_connections")).hasSize(11);
    starting(before, "node_tcp_connection_states")
        .forEach((sample, value) -> {
          String name = sample.replace("connection_states", "connections");
          if (!sample.contains("queued_bytes")) {
            double margin = sample.contains("listen") ? 20 : 1000 + value / 2;
            assertThat(valueOf(ours, name)).as(name).isCloseTo(value, within(margin));
          }
        });
  }

  @Test
  void it_is_the_same_system() {
    Map<String, String> info = labels(ours, "node_info");

    assertThat(info)
        .containsEntry("version", "1.2.3")
        .containsEntry("hostname", labels(before, "node_uname_info").get("nodename"))
        .containsEntry("kernel", labels(before, "node_uname_info").get("release"))
        .containsEntry("os", labels(before, "node_os_info").get("name"))
        .containsEntry("os_version", labels(before, "node_os_info").get("version_id"));
  }

  private static boolean hasTcp(Map<String, Double> values) {
    return !starting(values, "node_tcp_connections").isEmpty();
  }

  private static Map<String, Double> read(Machine machine) {
    Map<String, Double> values = new HashMap<>();
    for (MetricFamilySamples family : new SystemFamilies("node_", machine).collect()) {
      for (MetricFamilySamples.Sample sample : family.samples) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < sample.labelNames.size(); i++) {
          labels.put(sample.labelNames.get(i), sample.labelValues.get(i));
        }
        values.put(sample.name + labels, sample.value);
      }
    }
    return values;
  }

  private static Optional<Map<String, Double>> theirs() {
    try (InputStream in =
        URI.create("http://127.0.0.1:" + port.number() + "/metrics").toURL().openStream()) {
      Map<String, Double> values = new HashMap<>();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          Map<String, String> labels = new TreeMap<>();
          Matcher label = LABEL.matcher(Optional.ofNullable(matcher.group(2)).orElse(""));
          while (label.find()) {
            labels.put(label.group(1), label.group(2));
          }
          values.put(matcher.group(1) + labels, Double.valueOf(matcher.group(3)));
        }
      }
      return Optional.of(values);
    } catch (ConnectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Double> starting(Map<String, Double> values, String name) {
    Map<String, Double> starting = new TreeMap<>(values);
    starting.keySet().removeIf(sample -> !sample.startsWith(name));
    return starting;
  }

  /** A sample without labels by its name, any other one by all of its text. */
  private static double valueOf(Map<String, Double> values, String sample) {
    Double value = values.get(sample.endsWith("}") ? sample : sample + "{}");
    assertThat(value).as(sample + " among " + values.keySet()).isNotNull();
    return value;
  }

  private static Map<String, String> labels(Map<String, Double> values, String name) {
    List<String> samples = List.copyOf(starting(values, name).keySet());
    assertThat(samples).as(name).hasSize(1);
    Map<String, String> labels = new HashMap<>();
    String text = samples.getFirst();
    for (String label : text.substring(text.indexOf('{') + 1, text.length() - 1).split(", ")) {
      labels.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
    }
    return labels;
  }
}
