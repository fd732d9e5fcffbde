package sekisho.config;

import java.nio.file.Path;
import java.util.Optional;
import sekisho.model.ListenAddress;
import sekisho.model.MetricsSettings;

/** {@code metrics}. */
final class MetricsBinder {
  private final Path folder;
  private final PortClaims claims;

  MetricsBinder(Path folder, PortClaims claims) {
    this.folder = folder;
    this.claims = claims;
  }

  /** Empty when there are to be none, or the block is unusable; then the findings say why. */
  Optional<MetricsSettings> bind(Block metrics) {
    if (!metrics.flag("enabled")) {
      return Optional.empty();
    }
    Optional<ListenAddress> listen = claims.add(metrics, "listen").stream().findFirst();
    Word place = metrics.word("listen").orElseThrow();
    return listen.map(address ->
        new MetricsSettings(
            address,
            place.place(),
            metrics.text("prefix"),
            folder.resolve(metrics.text("procfs"))));
  }
}
