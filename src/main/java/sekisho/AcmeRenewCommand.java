package sekisho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sekisho.control.ControlAnswer;
import sekisho.control.ControlClient;
import sekisho.model.AcmeSettings;

/** {@code sekisho acme renew}: asks the running proxy, whose ports the authority will come to. */
@Command(
    name = "renew",
    description =
        "Orders certificates now, due or not, through the proxy that runs with FILE, and says what"
            + " came of it.")
final class AcmeRenewCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(31);

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The configuration file.")
  @Nullable Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME",
      description = "Which certificates, or what they are for; without: all.")
  List<String> names = List.of();

  @Option(
      names = "--dry-run",
      description =
          "Orders at the staging directory of Let's Encrypt (or, of another authority, at the"
              + " directory itself) and throws the certificate away.")
  boolean dryRun;

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
    out.println(
        (dryRun
                ? "a dry run at " + settings.get().dryRunDirectory()
                : "ordering at " + settings.get().directory())
            + ", which goes on if you leave");
    ObjectNode params = JsonNodeFactory.instance.objectNode().put("dry_run", dryRun);
    names.forEach(params.putArray("names")::add);
    return switch (ControlClient.of(file, System.getenv()).call("acme.renew", params, PATIENCE)) {
      case ControlAnswer.Result(JsonNode result) -> print(result, out);
      case ControlAnswer.Refused refused -> {
        err.println("sekisho: " + refused.text());
        yield ExitCode.WRONG_CONFIGURATION;
      }
      case ControlAnswer.Unreachable(String why) -> {
        err.println("sekisho: " + why);
        yield ExitCode.WRONG_CONFIGURATION;
      }
    };
  }

  /** The timeline of each since somebody asked for it; fails when one has failed. */
  private static int print(JsonNode certificates, PrintWriter out) {
    int exit = ExitCode.FINE;
    for (JsonNode certificate : certificates) {
      out.println(certificate.path("name").asText());
      JsonNode timeline = certificate.path("timeline");
      for (int i = beginning(timeline); i < timeline.size(); i++) {
        JsonNode entry = timeline.get(i);
        out.printf(
            "  %s  %-10s %s%n",
            seconds(entry.path("at").asText()),
            entry.path("what").asText(),
            entry.path("text").asText());
        if (entry.path("problem").isTextual()) {
          out.println("      " + entry.path("problem").asText());
        }
      }
      if (certificate.path("failures").asInt() > 0) {
        exit = ExitCode.WRONG_CONFIGURATION;
      }
    }
    return exit;
  }

  /** As {@code acme status} writes a time. */
  private static String seconds(String time) {
    try {
      return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeException e) {
      return time;
    }
  }

  private static int beginning(JsonNode timeline) {
    int last = timeline.size() - 1;
    while (last > 0 && !timeline.get(last).path("what").asText().equals("requested")) {
      last--;
    }
    return Math.max(0, last);
  }
}
