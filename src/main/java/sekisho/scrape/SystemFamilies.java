package sekisho.scrape;

import io.prometheus.client.Collector;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import sekisho.system.CpuTime;
import sekisho.system.Disk;
import sekisho.system.FileSystem;
import sekisho.system.LoadAverage;
import sekisho.system.Machine;
import sekisho.system.NetworkDevice;
import sekisho.system.Platform;
import sekisho.system.ProcessUsage;
import sekisho.system.Reading;

/**
 * What the kernel tells of the machine and of this process, as metrics: node-exporter's names where
 * it has any, with the product's prefix in the place of {@code node_}.
 *
 * <p>Collecting reads files and may wait a second for a file system that hangs anew: never on an
 * event loop. What the kernel does not tell is left out.
 */
final class SystemFamilies extends Collector {
  private static final double MILLIS_PER_SECOND = 1000;

  private final String prefix;
  private final Machine machine;

  /**
   * @param prefix what all names begin with
   * @param machine not closed here
   */
  SystemFamilies(String prefix, Machine machine) {
    this.prefix = prefix;
    this.machine = machine;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return of(machine.read());
  }

  List<MetricFamilySamples> of(Reading reading) {
    return Stream.of(
            general(reading),
            memory(reading),
            fileSystems(reading.fileSystems()),
            disks(reading.disks()),
            network(reading.networkDevices()),
            process(reading.process()))
        .flatMap(Function.identity())
        .filter(family -> !family.isEmpty())
        .map(SystemFamily::samples)
        .toList();
  }

  private Stream<SystemFamily> general(Reading reading) {
    SystemFamily cpu =
        counter("cpu_seconds_total", "Seconds the CPUs spent in each mode.", "cpu", "mode");
    for (CpuTime each : reading.cpus()) {
      each.seconds().forEach((mode, seconds) -> cpu.add(seconds, each.cpu(), mode.label()));
    }
    SystemFamily tcp =
        gauge(
            "tcp_connections",
            "TCP connections of the network namespace by state, counted every 15 seconds.",
            "state");
    reading.tcpConnections().forEach((state, count) -> tcp.add(count, state.label()));
    return Stream.of(
        info(reading.platform()),
        gauge("time_seconds", "System time since the epoch.")
            .add(reading.time().toEpochMilli() / MILLIS_PER_SECOND),
        gauge("boot_time_seconds", "When the machine was started, since the epoch.")
            .add(reading.bootSeconds()),
        cpu,
        load("load1", "1", reading, LoadAverage::one),
        load("load5", "5", reading, LoadAverage::five),
        load("load15", "15", reading, LoadAverage::fifteen),
        gauge("filefd_allocated", "Open files of the machine.")
            .add(reading.fileHandles().allocated()),
        gauge("filefd_maximum", "Limit of the open files of the machine.")
            .add(reading.fileHandles().maximum()),
        tcp);
  }

  /** A prefix without its last underscore leaves no name for an info: then it is a gauge. */
  private SystemFamily info(Platform platform) {
    String name = prefix + "info";
    return new SystemFamily(
            name,
            name.endsWith("_info") ? Type.INFO : Type.GAUGE,
            "The program and what it runs on.",
            "version",
            "hostname",
            "os",
            "os_version",
            "kernel")
        .add(
            1,
            platform.version(),
            platform.hostname(),
            platform.os(),
            platform.osVersion(),
            platform.kernel());
  }

  private SystemFamily load(
      String name, String minutes, Reading reading, ToDoubleFunction<LoadAverage> value) {
    SystemFamily family = gauge(name, "Load average of " + minutes + " min.");
    reading.load().ifPresent(load -> family.add(value.applyAsDouble(load)));
    return family;
  }

  private Stream<SystemFamily> memory(Reading reading) {
    var memory = reading.memory();
    Map<String, OptionalLong> fields =
        Map.of(
            "total", memory.total(),
            "free", memory.free(),
            "available", memory.available(),
            "buffers", memory.buffers(),
            "cached", memory.cached(),
            "swap_total", memory.swapTotal(),
            "swap_free", memory.swapFree());
    return fields.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(field ->
            gauge(
                    "memory_" + field.getKey() + "_bytes",
                    "Memory of the machine: " + field.getKey().replace('_', ' ') + ".")
                .add(field.getValue()));
  }

  private Stream<SystemFamily> fileSystems(List<FileSystem> fileSystems) {
    SystemFamily error = fileSystem("device_error", "1: it does not answer or may not be asked.");
    for (FileSystem each : fileSystems) {
      error.add(each.space().isPresent() ? 0 : 1, each.mountPoint(), each.type());
    }
    return Stream.of(
        space("size_bytes", "Size of it.", fileSystems, FileSystem.Space::size),
        space("free_bytes", "Free on it.", fileSystems, FileSystem.Space::free),
        space(
            "avail_bytes",
            "Free on it for others than root.",
            fileSystems,
            FileSystem.Space::available),
        space("files", "Files that it has room for.", fileSystems, FileSystem.Space::files),
        space("files_free", "Files it could still take.", fileSystems, FileSystem.Space::filesFree),
        error);
  }

  private SystemFamily space(
      String name,
      String help,
      List<FileSystem> fileSystems,
      ToDoubleFunction<FileSystem.Space> value) {
    SystemFamily family = fileSystem(name, help);
    for (FileSystem each : fileSystems) {
      each.space()
          .ifPresent(
              space -> family.add(value.applyAsDouble(space), each.mountPoint(), each.type()));
    }
    return family;
  }

  private SystemFamily fileSystem(String name, String help) {
    return gauge("filesystem_" + name, "File system: " + help, "mountpoint", "fstype");
  }

  private Stream<SystemFamily> disks(List<Disk> disks) {
    return Stream.of(
        disk("reads_completed", "Reads that are done.", disks, Disk::readsCompleted),
        disk("read_bytes", "Bytes that were read.", disks, Disk::readBytes),
        disk("read_time_seconds", "Seconds of all reads, added up.", disks, Disk::readSeconds),
        disk("writes_completed", "Writes that are done.", disks, Disk::writesCompleted),
        disk("written_bytes", "Bytes that were written.", disks, Disk::writtenBytes),
        disk("write_time_seconds", "Seconds of all writes, added up.", disks, Disk::writeSeconds),
        disk("io_time_seconds", "Seconds with anything under way.", disks, Disk::busySeconds));
  }

  private SystemFamily disk(
      String name, String help, List<Disk> disks, ToDoubleFunction<Disk> value) {
    SystemFamily family = counter("disk_" + name + "_total", "Disk: " + help, "device");
    disks.forEach(disk -> family.add(value.applyAsDouble(disk), disk.device()));
    return family;
  }

  private Stream<SystemFamily> network(List<NetworkDevice> devices) {
    return Stream.of(
            direction("receive", devices, NetworkDevice::received),
            direction("transmit", devices, NetworkDevice::transmitted))
        .flatMap(Function.identity());
  }

  private Stream<SystemFamily> direction(
      String name,
      List<NetworkDevice> devices,
      Function<NetworkDevice, NetworkDevice.Traffic> traffic) {
    return Stream.of(
        network(name, "bytes", devices, device -> traffic.apply(device).bytes()),
        network(name, "packets", devices, device -> traffic.apply(device).packets()),
        network(name, "errs", devices, device -> traffic.apply(device).errors()),
        network(name, "drop", devices, device -> traffic.apply(device).dropped()));
  }

  private SystemFamily network(
      String direction,
      String what,
      List<NetworkDevice> devices,
      ToDoubleFunction<NetworkDevice> value) {
    SystemFamily family =
        counter(
            "network_" + direction + "_" + what + "_total",
            "Network device: " + direction + " " + what + ".",
            "device");
    devices.forEach(device -> family.add(value.applyAsDouble(device), device.device()));
    return family;
  }

  private Stream<SystemFamily> process(ProcessUsage process) {
    return Stream.of(
        counter("process_cpu_seconds_total", "CPU seconds of this process, user and system.")
            .add(process.cpuSeconds()),
        gauge("process_resident_memory_bytes", "Memory of this process that is in RAM.")
            .add(process.residentBytes()),
        gauge("process_virtual_memory_bytes", "Address space of this process.")
            .add(process.virtualBytes()),
        gauge("process_open_fds", "Open files of this process.").add(process.openFiles()),
        gauge("process_max_fds", "Limit of its open files.").add(process.maxFiles()),
        gauge("process_threads", "Threads of this process.").add(process.threads()),
        gauge("process_start_time_seconds", "When this process was started, since the epoch.")
            .add(process.startSeconds()));
  }

  private SystemFamily counter(String name, String help, String... labels) {
    return new SystemFamily(prefix + name, Type.COUNTER, help, labels);
  }

  private SystemFamily gauge(String name, String help, String... labels) {
    return new SystemFamily(prefix + name, Type.GAUGE, help, labels);
  }
}
