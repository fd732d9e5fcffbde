package sekisho.control;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import sekisho.model.ListenAddress;
import sekisho.model.ProxySettings;

/** The line that {@code systemctl status} shows of a proxy. */
public final class ServiceStatus {
  private ServiceStatus() {}

  /** Where it listens, and by which generation of its configuration. */
  public static String running(RunningProxy proxy) {
    var generation = proxy.generations().current();
    ProxySettings settings = generation.configuration().proxy();
    return "listening on %s; configuration %d"
        .formatted(
            Stream.concat(settings.listen().stream(), settings.httpListen().stream())
                .map(ListenAddress::toString)
                .collect(Collectors.joining(", ")),
            generation.number());
  }

  /** For whom it waits before it ends. */
  public static String stopping(RunningProxy proxy) {
    return "stopping: %d connections have up to %d s"
        .formatted(
            proxy.connections().count(),
            proxy.generations().current().configuration().shutdownTimeout().toSeconds());
  }
}
