package sekisho;

import io.quarkus.runtime.Quarkus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sekisho run}: hands over to the runtime, which makes {@link ProxyApplication}. */
@Command(
    name = "run",
    description = "Runs the proxy. Without FILE: the quick start, with a demo behind it.")
final class RunCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The configuration file.")
  @Nullable Path file;

  @Option(
      names = "--watch",
      description =
          "Reloads whenever the file, or one that it includes, is saved. A file with problems"
              + " changes nothing; they are logged.")
  boolean watch;

  @Override
  public Integer call() {
    return run(RunArguments.of(Optional.ofNullable(file), watch));
  }

  /** Until it ends; returns its exit code. */
  static int run(RunArguments arguments) {
    AtomicInteger exitCode = new AtomicInteger();
    Quarkus.run(
        ProxyApplication.class,
        (code, failure) -> {
          exitCode.set(failure == null ? code : ExitCode.CANNOT_START);
          if (failure != null) {
            System.err.println("sekisho: cannot start: " + failure.getMessage());
          }
        },
        arguments.toArray());
    return exitCode.get();
  }
}
