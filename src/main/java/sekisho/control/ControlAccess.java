package sekisho.control;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sekisho.rpc.RpcMethod;

/**
 * How commands are to reach a proxy that runs.
 *
 * @param socket where; empty: not at all
 * @param version of the product
 * @param methods what they can ask for besides what the proxy itself has to tell
 */
public record ControlAccess(Optional<Path> socket, String version, List<RpcMethod<?>> methods) {
  public ControlAccess {
    methods = List.copyOf(methods);
  }

  /** They cannot. */
  public static ControlAccess none() {
    return new ControlAccess(Optional.empty(), "unknown", List.of());
  }
}
