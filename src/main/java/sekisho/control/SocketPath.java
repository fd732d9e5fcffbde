package sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the control socket of the proxy that runs a configuration file is. */
public final class SocketPath {
  /** unix(7): {@code sun_path} has 108 bytes, of which the last one ends the path. */
  static final int MAX_BYTES = 107;

  private static final RuntimeFile SOCKET = new RuntimeFile("control.sock", ".sock");

  /** With {@code RuntimeDirectory=sekisho}. */
  private static final Path OF_THE_SERVICE = Path.of("/run/sekisho", SOCKET.name());

  private SocketPath() {}

  /**
   * {@code control.sock} in the first of the unit's runtime directories; without one, beside the
   * file.
   */
  public static Path of(Path file, Map<String, String> environment) {
    return SOCKET.of(file, environment);
  }

  /**
   * The same for who asks: a shell knows nothing of the unit's runtime directories, so the usual
   * one is looked into where nothing is beside the file.
   */
  static Path toReach(Path file, Map<String, String> environment) {
    Path usual = of(file, environment);
    return Files.notExists(usual) && Files.exists(OF_THE_SERVICE) ? OF_THE_SERVICE : usual;
  }

  /** The unit's, for who asks without naming a file. */
  static Path toReach(Map<String, String> environment) {
    return environment.containsKey(RuntimeFile.RUNTIME_DIRECTORY)
        ? of(Path.of(""), environment)
        : OF_THE_SERVICE;
  }

  static boolean isTooLong(Path path) {
    return path.toString().getBytes(UTF_8).length > MAX_BYTES;
  }
}
