package sekisho.system;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network device has carried (/proc/net/dev), loopback's among them: of the network
 * namespace of this process.
 */
public record NetworkDevice(String device, Traffic received, Traffic transmitted) {

  /**
   * One direction.
   *
   * @param dropped missed ones included
   */
  public record Traffic(long bytes, long packets, long errors, long dropped) {}

  /** Numbers for each direction; the first four are those of {@link Traffic}. */
  private static final int NUMBERS = 8;

  /** Of proc_pid_net(5). A device that is not understood is left out. */
  static List<NetworkDevice> parse(String dev) {
    List<NetworkDevice> devices = new ArrayList<>();
    for (String line : dev.lines().toList()) {
      // An alias has a colon in its name, and before Linux 2.6.37 no blank need follow the last.
      int colon = line.lastIndexOf(':');
      ProcLine numbers = ProcLine.of(line.substring(colon + 1));
      if (colon > 0 && numbers.areNumbers(0, 2 * NUMBERS - 1)) {
        devices.add(
            new NetworkDevice(
                line.substring(0, colon).strip(), traffic(numbers, 0), traffic(numbers, NUMBERS)));
      }
    }
    return List.copyOf(devices);
  }

  private static Traffic traffic(ProcLine numbers, int first) {
    return new Traffic(
        numbers.value(first),
        numbers.value(first + 1),
        numbers.value(first + 2),
        numbers.value(first + 3));
  }
}
