package sekisho.model;

import java.time.Duration;
import java.util.Optional;

/**
 * One configuration file, parsed and valid.
 *
 * @param proxy what is listened on and where it goes
 * @param metrics the metrics endpoint, if there is to be one
 * @param ui the admin UI and JSON-RPC, if they are to be served
 * @param log the program's own log
 * @param shutdownTimeout how long a graceful stop waits for connections to end
 */
public record Configuration(
    ProxySettings proxy,
    Optional<MetricsSettings> metrics,
    Optional<UiSettings> ui,
    LogSettings log,
    Duration shutdownTimeout) {
  public Configuration {
    Require.notNegative(shutdownTimeout, "shutdownTimeout");
  }
}
