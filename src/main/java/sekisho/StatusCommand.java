package sekisho;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sekisho status}: how the running proxy stands, for people. */
@Command(
    name = "status",
    description =
        "Prints how the running proxy stands: version, listeners, which configuration is in force,"
            + " the last reload and its problems, connections, certificates and upstreams.")
final class StatusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The configuration file that the proxy runs with. Without: the service.")
  @Nullable Path file;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification");
    }
    PrintWriter out = spec.commandLine().getOut();
    RunningProxyCall proxy =
        new RunningProxyCall(Optional.ofNullable(file), spec.commandLine().getErr());
    Optional<JsonNode> status = proxy.ask("proxy.status", PATIENCE);
    if (status.isEmpty()) {
      return ExitCode.WRONG_REQUEST;
    }
    StatusText text = new StatusText(Clock.systemUTC().instant());
    text.program(proxy.askQuietly("version", PATIENCE)).forEach(out::println);
    text.proxy(status.get()).forEach(out::println);
    proxy
        .askQuietly("certificates.list", PATIENCE)
        .ifPresent(found -> text.certificates(found).forEach(out::println));
    proxy
        .askQuietly("stats.upstreams", PATIENCE)
        .ifPresent(found -> text.upstreams(found).forEach(out::println));
    return ExitCode.FINE;
  }
}
