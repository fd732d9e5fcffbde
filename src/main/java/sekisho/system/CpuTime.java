package sekisho.system;

import java.util.Map;

/**
 * What one CPU has done since the start of the machine.
 *
 * @param cpu its number
 * @param seconds by mode; those that the kernel does not tell, or tells as less than nothing, are
 *     not there. Guests' time is in user and nice
 */
public record CpuTime(String cpu, Map<CpuMode, Double> seconds) {
  public CpuTime {
    seconds = Map.copyOf(seconds);
  }
}
