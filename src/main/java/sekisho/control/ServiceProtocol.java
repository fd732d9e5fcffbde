package sekisho.control;

import java.io.IOException;
import java.util.Map;
import sekisho.accept.InheritedSockets;

/**
 * What goes between this process and the service manager that has started it (systemd), if one has.
 *
 * @param notices what it is told
 * @param sockets what it has opened
 */
public record ServiceProtocol(ServiceNotices notices, InheritedSockets sockets) {
  /** Nobody is told, and nothing was opened. */
  public static ServiceProtocol none() {
    return new ServiceProtocol(ServiceNotices.none(), InheritedSockets.none());
  }

  /**
   * As the environment of this process says.
   *
   * @throws StartFailure when there is a socket that cannot be listened on
   */
  public static ServiceProtocol of(Map<String, String> environment) throws StartFailure {
    try {
      return new ServiceProtocol(ServiceNotices.of(environment), InheritedSockets.of(environment));
    } catch (IOException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
