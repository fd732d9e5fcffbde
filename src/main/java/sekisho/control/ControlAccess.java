package sekisho.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import sekisho.accept.InheritedSockets;

/**
 * How a proxy that runs is to be reached and looked at.
 *
 * @param socket where commands reach it; empty: nowhere
 * @param version of the product
 * @param supervision what looks at it
 * @param inherited sockets that clients are waiting at already
 */
public record ControlAccess(
    Optional<Path> socket, String version, Supervision supervision, InheritedSockets inherited) {
  /** Not at all. */
  public static ControlAccess none() {
    return new ControlAccess(
        Optional.empty(), "unknown", Supervision.none(), InheritedSockets.none());
  }

  /**
   * What the service manager has opened for this process.
   *
   * @throws StartFailure when it is nothing to listen on
   */
  public static InheritedSockets inherited(Map<String, String> environment) throws StartFailure {
    try {
      return InheritedSockets.of(environment);
    } catch (IOException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
