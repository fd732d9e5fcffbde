package sekisho.control;

import java.nio.file.Path;
import java.util.Optional;
import sekisho.journal.Journal;

/**
 * How a proxy that runs is to be reached and looked at.
 *
 * @param socket where commands reach it; empty: nowhere
 * @param version of the product
 * @param supervision what looks at it
 * @param service what has started it, and is told how it is
 * @param journal the latest lines of its logs
 */
public record ControlAccess(
    Optional<Path> socket,
    String version,
    Supervision supervision,
    ServiceProtocol service,
    Journal journal) {
  /** Not at all. */
  public static ControlAccess none() {
    return new ControlAccess(
        Optional.empty(), "unknown", Supervision.none(), ServiceProtocol.none(), new Journal());
  }
}
