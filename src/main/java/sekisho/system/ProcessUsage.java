package sekisho.system;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What this process uses; empty is what the kernel does not tell.
 *
 * @param cpuSeconds of user and system, of all threads
 * @param maxFiles the soft limit; empty where there is none
 * @param startSeconds since the epoch
 */
public record ProcessUsage(
    OptionalDouble cpuSeconds,
    OptionalLong residentBytes,
    OptionalLong virtualBytes,
    OptionalLong openFiles,
    OptionalLong maxFiles,
    OptionalLong threads,
    OptionalDouble startSeconds) {

  /** As {@link ProcLine#ofStat} counts them. */
  private static final int USER = 14 - 3;

  private static final int SYSTEM = 15 - 3;
  private static final int THREADS = 20 - 3;
  private static final int START = 22 - 3;

  /**
   * @param stat of /proc/self, as the next two
   * @param openFiles how many there are
   * @param bootSeconds when the machine was started
   */
  static ProcessUsage parse(
      String stat, String status, String limits, OptionalLong openFiles, OptionalLong bootSeconds) {
    ProcLine fields = ProcLine.ofStat(stat);
    return new ProcessUsage(
        cpuSeconds(fields),
        bytes(status, "VmRSS:"),
        bytes(status, "VmSize:"),
        openFiles,
        maxFiles(limits),
        fields.number(THREADS),
        startSeconds(fields, bootSeconds));
  }

  private static OptionalDouble cpuSeconds(ProcLine fields) {
    return fields.areNumbers(USER, SYSTEM)
        ? OptionalDouble.of(Ticks.seconds(fields.value(USER) + fields.value(SYSTEM)))
        : OptionalDouble.empty();
  }

  private static OptionalDouble startSeconds(ProcLine fields, OptionalLong bootSeconds) {
    return bootSeconds.isPresent() && fields.areNumbers(START, START)
        ? OptionalDouble.of(bootSeconds.getAsLong() + Ticks.seconds(fields.value(START)))
        : OptionalDouble.empty();
  }

  private static OptionalLong bytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> Memory.bytes(ProcLine.of(line)))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong maxFiles(String limits) {
    String name = "Max open files";
    return limits
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> ProcLine.of(line.substring(name.length())).number(0))
        .orElse(OptionalLong.empty());
  }
}
