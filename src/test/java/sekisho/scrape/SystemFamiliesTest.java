package sekisho.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.system.CpuMode;
import sekisho.system.CpuTime;
import sekisho.system.Disk;
import sekisho.system.FileHandles;
import sekisho.system.FileSystem;
import sekisho.system.LoadAverage;
import sekisho.system.Machine;
import sekisho.system.Memory;
import sekisho.system.NetworkDevice;
import sekisho.system.Platform;
import sekisho.system.ProcessUsage;
import sekisho.system.Reading;
import sekisho.system.TcpState;
import sekisho.testing.Command;
import sekisho.testing.Tools;

/** Names and values as they are written. */
class SystemFamiliesTest {
  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  private static final Reading FULL =
      new Reading(
          Instant.ofEpochMilli(1_800_000_000_250L),
          new Platform("1.2.3", "edge\"01", "Debian GNU/Linux", "12", "6.1.0"),
          List.of(new CpuTime("0", Map.of(CpuMode.IOWAIT, 1.5))),
          OptionalLong.of(1_700_000_000),
          new Memory(bytes(1), bytes(2), bytes(3), bytes(4), bytes(5), bytes(6), bytes(7)),
          Optional.of(new LoadAverage(0.25, 0.5, 1)),
          List.of(
              new FileSystem("/", "ext4", Optional.of(new FileSystem.Space(8, 9, 10, 11, 12))),
              new FileSystem("/nfs\n", "nfs4", Optional.empty())),
          List.of(new Disk("sda", 13, 14, 15, 16, 17, 18, 19)),
          List.of(
              new NetworkDevice(
                  "eth0",
                  new NetworkDevice.Traffic(20, 21, 22, 23),
                  new NetworkDevice.Traffic(24, 25, 26, 27))),
          new FileHandles(OptionalLong.of(28), OptionalLong.of(29)),
          Map.of(TcpState.TIME_WAIT, 30L),
          new ProcessUsage(
              OptionalDouble.of(31),
              bytes(32),
              bytes(33),
              OptionalLong.of(34),
              OptionalLong.of(35),
              OptionalLong.of(36),
              OptionalDouble.of(37)));

  private static final Reading EMPTY =
      new Reading(
          Instant.ofEpochSecond(1),
          new Platform("", "", "", "", ""),
          List.of(),
          UNKNOWN,
          new Memory(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          new FileHandles(UNKNOWN, UNKNOWN),
          Map.of(),
          new ProcessUsage(
              OptionalDouble.empty(),
              UNKNOWN,
              UNKNOWN,
              UNKNOWN,
              UNKNOWN,
              UNKNOWN,
              OptionalDouble.empty()));

  /** What the contract names, in the order of the readings' numbers. */
  private static final List<String> CONTRACT =
      List.of(
          "info{version=\"1.2.3\",hostname=\"edge\\\"01\",os=\"Debian GNU/Linux\",os_version=\"12\","
              + "kernel=\"6.1.0\",} 1.0",
          "time_seconds 1.80000000025E9",
          "boot_time_seconds 1.7E9",
          "cpu_seconds_total{cpu=\"0\",mode=\"iowait\",} 1.5",
          "load1 0.25",
          "load5 0.5",
          "load15 1.0",
          "memory_total_bytes 1.0",
          "memory_free_bytes 2.0",
          "memory_available_bytes 3.0",
          "memory_buffers_bytes 4.0",
          "memory_cached_bytes 5.0",
          "memory_swap_total_bytes 6.0",
          "memory_swap_free_bytes 7.0",
          "filesystem_size_bytes{mountpoint=\"/\",fstype=\"ext4\",} 8.0",
          "filesystem_free_bytes{mountpoint=\"/\",fstype=\"ext4\",} 9.0",
          "filesystem_avail_bytes{mountpoint=\"/\",fstype=\"ext4\",} 10.0",
          "filesystem_files{mountpoint=\"/\",fstype=\"ext4\",} 11.0",
          "filesystem_files_free{mountpoint=\"/\",fstype=\"ext4\",} 12.0",
          "filesystem_device_error{mountpoint=\"/\",fstype=\"ext4\",} 0.0",
          "filesystem_device_error{mountpoint=\"/nfs\\n\",fstype=\"nfs4\",} 1.0",
          "disk_reads_completed_total{device=\"sda\",} 13.0",
          "disk_read_bytes_total{device=\"sda\",} 14.0",
          "disk_read_time_seconds_total{device=\"sda\",} 15.0",
          "disk_writes_completed_total{device=\"sda\",} 16.0",
          "disk_written_bytes_total{device=\"sda\",} 17.0",
          "disk_write_time_seconds_total{device=\"sda\",} 18.0",
          "disk_io_time_seconds_total{device=\"sda\",} 19.0",
          "network_receive_bytes_total{device=\"eth0\",} 20.0",
          "network_receive_packets_total{device=\"eth0\",} 21.0",
          "network_receive_errs_total{device=\"eth0\",} 22.0",
          "network_receive_drop_total{device=\"eth0\",} 23.0",
          "network_transmit_bytes_total{device=\"eth0\",} 24.0",
          "network_transmit_packets_total{device=\"eth0\",} 25.0",
          "network_transmit_errs_total{device=\"eth0\",} 26.0",
          "network_transmit_drop_total{device=\"eth0\",} 27.0",
          "filefd_allocated 28.0",
          "filefd_maximum 29.0",
          "tcp_connections{state=\"time_wait\",} 30.0",
          "process_cpu_seconds_total 31.0",
          "process_resident_memory_bytes 32.0",
          "process_virtual_memory_bytes 33.0",
          "process_open_fds 34.0",
          "process_max_fds 35.0",
          "process_threads 36.0",
          "process_start_time_seconds 37.0");

  @TempDir Path folder;
  @AutoClose final Machine machine = Machine.open(Path.of("/proc"), "1.2.3");

  @Test
  void the_text_of_prometheus_has_the_names_of_the_contract_and_no_others() throws IOException {
    assertThat(values(text(TextFormat.CONTENT_TYPE_004, "tls_proxy_", FULL)))
        .containsExactlyInAnyOrderElementsOf(contract("tls_proxy_", ",}"));
  }

  @Test
  void the_text_of_openmetrics_has_the_same() throws IOException {
    assertThat(values(text(TextFormat.CONTENT_TYPE_OPENMETRICS_100, "tls_proxy_", FULL)))
        .containsExactlyInAnyOrderElementsOf(contract("tls_proxy_", "}"));
  }

  @Test
  void the_info_is_one_where_there_is_such_a_type_and_a_gauge_where_not() throws IOException {
    assertThat(text(TextFormat.CONTENT_TYPE_OPENMETRICS_100, "tls_proxy_", FULL))
        .contains("# TYPE tls_proxy info\n");
    assertThat(text(TextFormat.CONTENT_TYPE_004, "tls_proxy_", FULL))
        .contains("# TYPE tls_proxy_info gauge\n");
    assertThat(text(TextFormat.CONTENT_TYPE_OPENMETRICS_100, "edge", FULL))
        .contains("# TYPE edgeinfo gauge\n", "\nedgeinfo{");
  }

  @Test
  void what_the_kernel_does_not_tell_has_no_line_at_all() throws IOException {
    assertThat(text(TextFormat.CONTENT_TYPE_004, "tls_proxy_", EMPTY).lines())
        .filteredOn(line -> line.startsWith("# TYPE"))
        .containsExactly("# TYPE tls_proxy_info gauge", "# TYPE tls_proxy_time_seconds gauge");
  }

  @Test
  void promtool_finds_nothing_to_say_of_this_machine() throws IOException {
    Path file = folder.resolve("metrics.txt");
    Files.writeString(file, text(TextFormat.CONTENT_TYPE_004, "tls_proxy_", machine.read()));

    Command.Result result =
        Command.run(
            "sh",
            "-c",
            "exec \"$0\" check metrics < \"$1\"",
            Tools.require("promtool").toString(),
            file.toString());

    assertThat(result.mustSucceed().lines()).isEmpty();
  }

  @Test
  void a_registry_takes_them_and_collects_them() {
    CollectorRegistry registry = new CollectorRegistry(true);

    registry.register(new SystemFamilies("tls_proxy_", machine));

    assertThat(registry.getSampleValue("tls_proxy_memory_total_bytes")).isPositive();
    assertThat(registry.getSampleValue("tls_proxy_process_cpu_seconds_total")).isPositive();
  }

  private static List<String> contract(String prefix, String endOfLabels) {
    return CONTRACT.stream().map(line -> prefix + line.replace(",}", endOfLabels)).toList();
  }

  private static List<String> values(String text) {
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }

  private String text(String contentType, String prefix, Reading reading) throws IOException {
    StringWriter writer = new StringWriter();
    TextFormat.writeFormat(
        contentType,
        writer,
        Collections.enumeration(new SystemFamilies(prefix, machine).of(reading)));
    return writer.toString();
  }

  private static OptionalLong bytes(long value) {
    return OptionalLong.of(value);
  }
}
