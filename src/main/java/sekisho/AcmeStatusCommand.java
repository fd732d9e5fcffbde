package sekisho;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sekisho.acme.CertificateStatus;
import sekisho.model.AcmeSettings;
import sekisho.storage.FolderStorage;

/** {@code sekisho acme status}: reads the storage, and asks nobody. */
@Command(
    name = "status",
    description =
        "Prints how each certificate stands: valid until when, ordered next when, what happened and"
            + " what the authority said. Reads the storage; no proxy need run.")
final class AcmeStatusCommand implements Callable<Integer> {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  @Nullable Path file;

  @Override
  public Integer call() {
    if (spec == null || file == null) {
      throw new IllegalStateException("picocli injects both");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<AcmeSettings> settings = AcmeSettingsFile.read(file, err);
    if (settings.isEmpty()) {
      return ExitCode.WRONG_CONFIGURATION;
    }
    Clock clock = Clock.systemUTC();
    FolderStorage storage = new FolderStorage(settings.get().storage());
    try {
      for (CertificateStatus status : CertificateStatus.read(settings.get(), storage, clock)) {
        AcmeStatusText.of(status, clock.instant()).forEach(out::println);
      }
      return ExitCode.FINE;
    } catch (IOException e) {
      err.println("sekisho: " + storage.location() + " cannot be read: " + e.getMessage());
      return ExitCode.WRONG_CONFIGURATION;
    }
  }
}
