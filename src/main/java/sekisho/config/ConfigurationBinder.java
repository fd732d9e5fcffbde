package sekisho.config;

import java.nio.file.Path;
import java.util.Optional;
import sekisho.model.Configuration;
import sekisho.model.LogSettings;
import sekisho.model.MetricsSettings;
import sekisho.model.ProxySettings;
import sekisho.model.UiSettings;

/** The whole file. */
final class ConfigurationBinder {
  private final ProxyBinder proxy;
  private final MetricsBinder metrics;
  private final UiBinder ui;

  ConfigurationBinder(Path folder, Findings findings) {
    PortClaims claims = new PortClaims(findings);
    this.proxy = new ProxyBinder(folder, findings, claims);
    this.metrics = new MetricsBinder(folder, claims);
    this.ui = new UiBinder(folder, findings, claims);
  }

  Optional<Configuration> bind(Block root) {
    // All of it, whatever is wrong with one: the operator hears of everything at once.
    Optional<ProxySettings> proxySettings = root.block("proxy").flatMap(proxy::bind);
    Optional<MetricsSettings> metricsSettings = root.block("metrics").flatMap(metrics::bind);
    Optional<UiSettings> uiSettings = root.block("ui").flatMap(ui::bind);
    return proxySettings.map(settings ->
        new Configuration(
            settings,
            metricsSettings,
            uiSettings,
            log(root.blockOrEmpty("log")),
            root.seconds("shutdown_timeout_secs")));
  }

  private static LogSettings log(Block block) {
    return new LogSettings(
        block.choice("level", LogSettings.Level.class).orElseThrow(),
        block.choice("format", LogSettings.Format.class).orElseThrow());
  }
}
