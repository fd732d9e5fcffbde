package sekisho.system;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is read of /proc/stat.
 *
 * @param cpus those that are online
 * @param bootSeconds when the machine was started, since the epoch
 */
record KernelStatistics(List<CpuTime> cpus, OptionalLong bootSeconds) {

  /** Of proc_stat(5): what is not understood is not there. */
  static KernelStatistics parse(String stat) {
    List<CpuTime> cpus = new ArrayList<>();
    OptionalLong boot = OptionalLong.empty();
    for (ProcLine line : ProcLine.lines(stat)) {
      String name = line.word(0);
      if (name.startsWith("cpu") && Numeral.parse(name.substring(3)).isPresent()) {
        cpus.add(new CpuTime(name.substring(3), seconds(line)));
      } else if (name.equals("btime")) {
        boot = line.number(1);
      }
    }
    return new KernelStatistics(List.copyOf(cpus), boot);
  }

  private static Map<CpuMode, Double> seconds(ProcLine line) {
    Map<CpuMode, Double> seconds = new EnumMap<>(CpuMode.class);
    int word = 1;
    for (CpuMode mode : CpuMode.values()) {
      line.number(word).ifPresent(ticks -> seconds.put(mode, Ticks.seconds(ticks)));
      word++;
    }
    return seconds;
  }
}
