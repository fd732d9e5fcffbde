package sekisho;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sekisho.config.Problem;
import sekisho.config.Schema;
import sekisho.control.ConfigurationCheck;

/** {@code sekisho check}: like {@code nginx -t}. */
@Command(
    name = "check",
    description =
        "Checks a configuration with its certificates and keys, prints every problem, and says what"
            + " its limits do.")
final class CheckCommand implements Callable<Integer> {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The configuration file.")
  @Nullable Path file;

  @Option(names = "--schema", description = "Prints the JSON Schema of the configuration.")
  boolean schema;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      out.println(Schema.text());
      return ExitCode.FINE;
    }
    if (file == null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "FILE or --schema is missing");
    }
    ConfigurationCheck check = ConfigurationCheck.of(file, System.getenv(), Clock.systemUTC());
    for (Problem problem : check.problems()) {
      out.println(problem);
    }
    if (check.isUsable()) {
      check.limits().forEach(out::println);
      out.println(file + ": the configuration is fine");
      return ExitCode.FINE;
    }
    return ExitCode.WRONG_CONFIGURATION;
  }
}
