package sekisho.model;

import java.nio.file.Path;

/**
 * The metrics endpoint ({@code metrics}).
 *
 * @param listen where it is served, and {@code /healthz} and {@code /readyz}
 * @param listenPlace where that is written
 * @param prefix what all names begin with
 * @param procfs where /proc is mounted
 */
public record MetricsSettings(ListenAddress listen, Place listenPlace, String prefix, Path procfs) {
  public MetricsSettings {
    if (!prefix.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("prefix: not the begin of a metric's name: " + prefix);
    }
  }
}
