package sekisho.config;

import java.nio.file.Path;
import java.util.Optional;
import sekisho.model.Configuration;
import sekisho.model.LogSettings;

/** The whole file. */
final class ConfigurationBinder {
  private final ProxyBinder proxy;
  private final Listeners listeners;

  ConfigurationBinder(Path folder, Findings findings) {
    this.listeners = new Listeners(findings);
    this.proxy = new ProxyBinder(folder, findings, listeners);
  }

  Optional<Configuration> bind(Block root) {
    Optional<Configuration> bound =
        root.block("proxy")
            .flatMap(proxy::bind)
            .map(settings ->
                new Configuration(
                    settings,
                    log(root.blockOrEmpty("log")),
                    root.seconds("shutdown_timeout_secs")));
    root.block("metrics").filter(b -> b.flag("enabled")).ifPresent(b -> listeners.add(b, "listen"));
    root.block("ui").filter(b -> b.flag("enabled")).ifPresent(b -> listeners.add(b, "listen"));
    return bound;
  }

  private static LogSettings log(Block block) {
    return new LogSettings(
        block.choice("level", LogSettings.Level.class).orElseThrow(),
        block.choice("format", LogSettings.Format.class).orElseThrow());
  }
}
