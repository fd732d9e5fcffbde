package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import sekisho.config.ConfigurationFile;
import sekisho.config.Loaded;
import sekisho.model.Configuration;

/** Configurations as text, checked in this process. */
final class ConfigText {
  /** In the middle of what the tests' certificates are valid for. */
  static final Clock NOW = Clock.systemUTC();

  private ConfigText() {}

  static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  /** With {@code tls} inside {@code proxy.tls}, on a line of its own. */
  static Loaded tls(String tls) {
    return proxy("\"tls\": {\n" + tls + "\n}");
  }

  /** With {@code more} inside {@code proxy}. */
  static Loaded proxy(String more) {
    return ConfigurationFile.load(
        "f.jsonc",
        "{\"proxy\": {\"listen\": [\"127.0.0.1:0\", \"[::1]:0\", \"0.0.0.0:0\"],\n" + more + "}}",
        Path.of("/"),
        Map.of());
  }

  static Loaded manual(Path certificate, Path key) {
    return tls(
        """
        "mode": "manual",
        "certificate": "%s",
        "private_key": "%s",
        "routing": { "default": { "mode": "tls_terminate", "upstream": "127.0.0.1:1" } }\
        """
            .formatted(certificate, key));
  }

  static Configuration valid(Loaded loaded) {
    assertThat(loaded.errors()).isEmpty();
    return loaded.configuration().orElseThrow();
  }
}
