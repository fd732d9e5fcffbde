package sekisho.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;

/** This machine and this process, beside what the JVM tells of them. */
class OwnProcessTest {
  private static final long MIB = 1024 * 1024;

  @AutoClose final Machine machine = Machine.open(Path.of("/proc"), "1.2.3");
  private final UnixOperatingSystemMXBean told =
      (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Test
  void cpu_time_and_start_are_those_of_this_process() {
    double before = told.getProcessCpuTime() / 1e9;
    ProcessUsage process = machine.read().process();
    double after = told.getProcessCpuTime() / 1e9;
    Instant start = ProcessHandle.current().info().startInstant().orElseThrow();

    // The kernel tells whole ticks of a hundredth of a second, of user and of system.
    assertThat(process.cpuSeconds().orElseThrow()).isBetween(before - 0.05, after + 0.05);
    assertThat(process.startSeconds().orElseThrow())
        .isCloseTo(start.toEpochMilli() / 1000.0, within(0.02));
  }

  @Test
  void files_and_threads_are_as_many_as_the_jvm_counts() throws IOException {
    Reading reading = machine.read();

    assertThat(reading.process().openFiles().orElseThrow())
        .isCloseTo(told.getOpenFileDescriptorCount(), within(50L));
    assertThat(ProcFiles.countEntries(Path.of("/proc/self/fd")))
        .isCloseTo(told.getOpenFileDescriptorCount(), within(50L));
    assertThat(reading.process().maxFiles()).hasValue(told.getMaxFileDescriptorCount());
    assertThat(reading.process().threads().orElseThrow())
        .isGreaterThanOrEqualTo(ManagementFactory.getThreadMXBean().getThreadCount() / 2);
  }

  @Test
  void memory_is_that_of_this_machine_and_process() {
    Reading reading = machine.read();

    assertThat(reading.memory().total()).hasValue(told.getTotalMemorySize());
    assertThat(reading.process().virtualBytes().orElseThrow())
        .isCloseTo(told.getCommittedVirtualMemorySize(), within(512 * MIB));
    assertThat(reading.process().residentBytes().orElseThrow())
        .isBetween(MIB, reading.process().virtualBytes().orElseThrow());
  }

  @Test
  void root_is_a_file_system_with_space() {
    assertThat(machine.read().fileSystems())
        .allSatisfy(each ->
            each.space().ifPresent(space -> assertThat(space.free()).isBetween(0L, space.size())));
  }

  @Test
  void connections_are_counted_soon() {
    Await.until("a count", () -> !machine.read().tcpConnections().isEmpty());

    assertThat(machine.read().tcpConnections()).containsKeys(TcpState.values());
  }

  /** All that a scrape reads; the limit is for the slowest of machines under load. */
  @Test
  void a_reading_takes_milliseconds() {
    machine.read();
    long best = Long.MAX_VALUE;

    for (int i = 0; i < 20; i++) {
      long begin = System.nanoTime();
      machine.read();
      best = Math.min(best, System.nanoTime() - begin);
    }

    System.getLogger(getClass().getName())
        .log(System.Logger.Level.INFO, "a reading: {0} us", TimeUnit.NANOSECONDS.toMicros(best));
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
  }
}
