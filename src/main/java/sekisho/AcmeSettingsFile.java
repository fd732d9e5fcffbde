package sekisho;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import sekisho.config.ConfigurationFile;
import sekisho.config.Loaded;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateSource;

/** What a configuration file says of ACME, for commands that need nothing else of it. */
final class AcmeSettingsFile {
  private AcmeSettingsFile() {}

  /**
   * @param err hears why there is nothing to be had
   */
  static Optional<AcmeSettings> read(Path file, PrintWriter err) {
    Loaded loaded = ConfigurationFile.load(file, System.getenv());
    if (loaded.configuration().isEmpty()) {
      loaded.problems().forEach(err::println);
      return Optional.empty();
    }
    if (loaded.configuration().get().proxy().tls().certificates()
        instanceof CertificateSource.Acme acme) {
      return Optional.of(acme.acme());
    }
    err.println(file + ": proxy.tls.mode: no certificate is got by ACME; allowed: \"acme\"");
    return Optional.empty();
  }
}
