package sekisho;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sekisho version}. */
@Command(name = "version", description = "Shows version, build, JDK and TLS library.")
final class VersionCommand implements Callable<Integer> {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      RunningProgram program = RunningProgram.current();
      spec.commandLine()
          .getOut()
          .printf(
              "sekisho %s%nbuild %s%nJDK %s%nTLS %s%n",
              program.version(), program.build(), program.jdk(), program.tlsLibrary());
    }
    return ExitCode.FINE;
  }
}
