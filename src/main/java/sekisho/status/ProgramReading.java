package sekisho.status;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sekisho.accept.Entrance;
import sekisho.accept.Listener;
import sekisho.control.RunningProxy;
import sekisho.model.ListenAddress;
import sekisho.tls.TlsLibrary;

/** What the process is and takes, of the JVM and the kernel. */
final class ProgramReading {
  private static final Path PROCESS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final long KIB = 1024;

  private ProgramReading() {}

  static ProgramFacts of(RunningProxy proxy, Release release, Instant now) {
    Runtime jvm = Runtime.getRuntime();
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return new ProgramFacts(
        now,
        release.version(),
        release.build(),
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        TlsLibrary.description(),
        ProcessHandle.current().pid(),
        started,
        seconds(Duration.between(started, now)),
        proxy.isReady(),
        listeners(proxy, Entrance.TLS),
        listeners(proxy, Entrance.PLAIN_HTTP),
        openFiles().map(UnixOperatingSystemMXBean::getOpenFileDescriptorCount),
        openFiles().map(UnixOperatingSystemMXBean::getMaxFileDescriptorCount),
        resident(),
        jvm.totalMemory() - jvm.freeMemory(),
        jvm.maxMemory(),
        DirectMemory.usedBytes(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        jvm.availableProcessors());
  }

  static double seconds(Duration duration) {
    return Math.max(0, duration.toMillis()) / 1000.0;
  }

  private static List<String> listeners(RunningProxy proxy, Entrance entrance) {
    return proxy.listeners().stream()
        .filter(listener -> listener.entrance() == entrance)
        .map(Listener::address)
        .map(address -> new ListenAddress(address.getAddress(), address.getPort()).toString())
        .toList();
  }

  private static Optional<UnixOperatingSystemMXBean> openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Optional.of(unix)
        : Optional.empty();
  }

  /** Of this process always, whatever {@code metrics.procfs} says. */
  private static Optional<Long> resident() {
    try {
      return Files.readAllLines(PROCESS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
