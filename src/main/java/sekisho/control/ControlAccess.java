package sekisho.control;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a proxy that runs is to be reached and looked at.
 *
 * @param socket where commands reach it; empty: nowhere
 * @param version of the product
 * @param supervision what looks at it
 * @param service what has started it, and is told how it is
 */
public record ControlAccess(
    Optional<Path> socket, String version, Supervision supervision, ServiceProtocol service) {
  /** Not at all. */
  public static ControlAccess none() {
    return new ControlAccess(
        Optional.empty(), "unknown", Supervision.none(), ServiceProtocol.none());
  }
}
