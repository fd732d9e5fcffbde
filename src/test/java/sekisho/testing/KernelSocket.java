package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One end of an established TCP connection of this machine, as the kernel describes it in {@code
 * /proc/net} (proc_net(5)).
 *
 * @param localPort of this end
 * @param remotePort of the other end
 * @param unreadBytes what has arrived and the program has not read
 * @param timer what the kernel waits for
 * @param expiresIn until then
 */
public record KernelSocket(
    int localPort, int remotePort, long unreadBytes, Timer timer, Duration expiresIn) {
  private static final String ESTABLISHED = "01";
  private static final int HEX = 16;

  // USER_HZ, which every Linux that Java runs on has fixed at 100 (time(7)).
  private static final Duration TICK = Duration.ofMillis(10);

  /** What a timer is for. */
  public enum Timer {
    /** The next probe of a connection on which nothing happens. */
    KEEP_ALIVE,
    /** None, or one that is over as soon as the other end answers. */
    OTHER;

    private static Timer of(String code) {
      return code.equals("02") ? KEEP_ALIVE : OTHER;
    }
  }

  /** The ends whose other end is at {@code port}. */
  public static List<KernelSocket> connectedTo(int port) {
    return where(socket -> socket.remotePort == port);
  }

  /** The ends that are at {@code port}. */
  public static List<KernelSocket> acceptedAt(int port) {
    return where(socket -> socket.localPort == port);
  }

  private static List<KernelSocket> where(Predicate<KernelSocket> wanted) {
    // An IPv4 connection may be one of a socket for both families.
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(KernelSocket::lines)
        .map(line -> line.trim().split("\\s+"))
        .filter(columns -> columns[3].equals(ESTABLISHED))
        .map(KernelSocket::of)
        .filter(wanted)
        .toList();
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KernelSocket of(String[] columns) {
    return new KernelSocket(
        (int) hexAfterColon(columns[1]),
        (int) hexAfterColon(columns[2]),
        hexAfterColon(columns[4]),
        Timer.of(columns[5].substring(0, 2)),
        TICK.multipliedBy(hexAfterColon(columns[5])));
  }

  private static long hexAfterColon(String column) {
    return Long.parseLong(column.substring(column.indexOf(':') + 1), HEX);
  }
}
