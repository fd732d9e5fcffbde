package sekisho.model;

import java.time.Duration;

/**
 * One configuration file, parsed and valid.
 *
 * @param proxy what is listened on and where it goes
 * @param log the program's own log
 * @param shutdownTimeout how long a graceful stop waits for connections to end
 */
public record Configuration(ProxySettings proxy, LogSettings log, Duration shutdownTimeout) {
  public Configuration {
    Require.notNegative(shutdownTimeout, "shutdownTimeout");
  }
}
