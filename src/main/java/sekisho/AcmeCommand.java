package sekisho;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sekisho acme}: the certificates that the proxy gets by itself. */
@Command(
    name = "acme",
    description = "Certificates by ACME: how they stand, and getting them now.",
    subcommands = {AcmeStatusCommand.class, AcmeRenewCommand.class})
final class AcmeCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}
