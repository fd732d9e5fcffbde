package sekisho.control;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Where a configuration is read from, again for each reload. Blocking. */
public interface ConfigurationSource {
  /** Reads and checks it as it is now. */
  ConfigurationCheck check();

  /** The file, where it is one. */
  default Optional<Path> file() {
    return Optional.empty();
  }

  static ConfigurationSource of(Path file, Map<String, String> environment, Clock clock) {
    return new ConfigurationSource() {
      @Override
      public ConfigurationCheck check() {
        return ConfigurationCheck.of(file, environment, clock);
      }

      @Override
      public Optional<Path> file() {
        return Optional.of(file);
      }
    };
  }

  /** What is not read again. */
  static ConfigurationSource of(ConfigurationCheck check) {
    return () -> check;
  }
}
