package sekisho;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The program: reads the command line and does what it says.
 *
 * <p>Only {@code run} starts the runtime; everything else is done without it.
 */
@QuarkusMain
@Command(
    name = "sekisho",
    description = "A TLS proxy: one port, SNI routing, TLS termination, HTTP/1.1.",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      ReloadCommand.class,
      StatusCommand.class,
      AcmeCommand.class,
      HashPasswordCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fine",
      "1:the configuration or the request is wrong",
      "2:wrong usage",
      "3:the proxy could not start"
    })
public final class Sekisho implements Runnable {
  @CommandLine.Spec CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  public static void main(String[] args) {
    // Before anything logs: the runtime's log manager cannot be put in place later.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    int exitCode = execute(args);
    if (!DevelopmentMode.isOn()) {
      System.exit(exitCode);
    }
  }

  /** Runs a command line and returns its exit code. */
  static int execute(String... args) {
    return RunArguments.plain(args).map(RunCommand::run).orElseGet(() -> read(args));
  }

  private static int read(String... args) {
    return commandLine()
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .execute(args);
  }

  /** Every command with its options; the manual page and the completion are made of it. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Sekisho());
    addHelp(commandLine);
    return commandLine;
  }

  /** To every command but {@code help}, which has it. */
  private static void addHelp(CommandLine command) {
    if (command.getCommand() instanceof HelpCommand) {
      return;
    }
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Prints how it is used.")
                .build());
    command.getSubcommands().values().forEach(Sekisho::addHelp);
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}
