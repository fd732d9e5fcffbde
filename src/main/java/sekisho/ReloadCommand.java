package sekisho;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sekisho reload}: has the running proxy read its file again. */
@Command(
    name = "reload",
    description =
        "Has the running proxy read its configuration again, and prints what that changes. With"
            + " problems everything stays as it is, and they are printed.")
final class ReloadCommand implements Callable<Integer> {
  /** For certificates to load, ports to be bound, and a reload before this one. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The configuration file that the proxy runs with. Without: the service.")
  @Nullable Path file;

  @Option(
      names = "--dry-run",
      description = "Prints what a reload would change, and the problems, and changes nothing.")
  boolean dryRun;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<JsonNode> answer =
        new RunningProxyCall(Optional.ofNullable(file), err)
            .askOfFile(dryRun ? "config.check" : "config.reload", PATIENCE);
    if (answer.isEmpty()) {
      return ExitCode.WRONG_CONFIGURATION;
    }
    JsonNode outcome = answer.get();
    boolean fine = outcome.path(dryRun ? "usable" : "published").asBoolean();
    outcome
        .path("problems")
        .forEach(problem -> (fine ? out : err).println(problem.path("text").asText()));
    if (!fine) {
      err.println("sekisho: " + (dryRun ? "a reload would be" : "the reload was") + " refused");
      return ExitCode.WRONG_CONFIGURATION;
    }
    JsonNode changes = outcome.path("difference").path("changes");
    changes.forEach(change -> out.println("  " + change.path("text").asText()));
    outcome.path("notes").forEach(note -> out.println(note.asText()));
    out.println(
        dryRun
            ? "a reload would change that: " + count(changes)
            : "generation "
                + outcome.path("generation").asLong()
                + " is in force: "
                + count(changes));
    return ExitCode.FINE;
  }

  private static String count(JsonNode changes) {
    return switch (changes.size()) {
      case 0 -> "no key is another";
      case 1 -> "1 change";
      default -> changes.size() + " changes";
    };
  }
}
