package sekisho.control;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a running program has a small file of its own, for those who look for it.
 *
 * @param name in the unit's runtime directory
 * @param suffix behind the configuration's name, beside that
 */
public record RuntimeFile(String name, String suffix) {
  /** systemd's, for a unit with {@code RuntimeDirectory=}; see systemd.exec(5). */
  static final String RUNTIME_DIRECTORY = "RUNTIME_DIRECTORY";

  /**
   * In the first of the unit's runtime directories; without one, beside the configuration.
   *
   * @return absolute
   */
  public Path of(Path configuration, Map<String, String> environment) {
    String first = environment.getOrDefault(RUNTIME_DIRECTORY, "").split(":", 2)[0];
    Path path =
        first.isBlank()
            ? configuration.resolveSibling(configuration.getFileName() + suffix)
            : Path.of(first, name);
    return path.toAbsolutePath();
  }
}
