package sekisho;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sekisho.tls.TlsLibrary;

/** {@code sekisho version}. */
@Command(name = "version", description = "Shows version, build, JDK and TLS library.")
final class VersionCommand implements Callable<Integer> {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      Build build = Build.current();
      spec.commandLine()
          .getOut()
          .printf(
              "sekisho %s%nbuild %s%nJDK %s (%s)%nTLS %s%n",
              build.version(),
              build.time(),
              Runtime.version(),
              System.getProperty("java.vendor"),
              TlsLibrary.description());
    }
    return ExitCode.FINE;
  }
}
