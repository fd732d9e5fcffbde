package sekisho;

import io.netty.util.NetUtil;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sekisho.config.Problem;
import sekisho.control.ConfigurationCheck;
import sekisho.explain.Explanation;
import sekisho.explain.Question;

/** {@code sekisho explain}: what would become of a connection, and by which lines. */
@Command(
    name = "explain",
    description =
        "Says what would become of a connection and a request on it, and which line of the"
            + " configuration decides each step. Nothing is started.")
final class ExplainCommand implements Callable<Integer> {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  Path file = Path.of("");

  @Option(
      names = "--sni",
      paramLabel = "NAME",
      description = "The server name that the client asks for. Without it: a client without SNI.")
  @Nullable String serverName;

  @Option(
      names = "--alpn",
      paramLabel = "P",
      split = ",",
      description = "A protocol that the client offers, as h2 or http/1.1; several with commas.")
  List<String> alpn = new ArrayList<>();

  @Option(
      names = "--method",
      paramLabel = "M",
      defaultValue = "GET",
      description = "The request's method. Default: ${DEFAULT-VALUE}.")
  String method = "";

  @Option(
      names = "--path",
      paramLabel = "P",
      defaultValue = "/",
      description = "The request's path, with its query. Default: ${DEFAULT-VALUE}.")
  String path = "";

  @Option(
      names = "--host",
      paramLabel = "H",
      description = "The request's Host. Default: the server name, or the address connected to.")
  @Nullable String host;

  @Option(
      names = "--header",
      paramLabel = "LINE",
      description = "A further line of the request's head, as 'Name: value'; may be repeated.")
  List<String> fields = new ArrayList<>();

  @Option(
      names = "--client",
      paramLabel = "IP",
      description = "The address that the connection comes from. Default: 127.0.0.1.")
  @Nullable String client;

  @Override
  public Integer call() {
    Question question = question();
    PrintWriter out = commandLine().getOut();
    ConfigurationCheck check = ConfigurationCheck.of(file, System.getenv(), Clock.systemUTC());
    if (!check.isUsable()) {
      for (Problem problem : check.problems()) {
        out.println(problem);
      }
      return ExitCode.WRONG_CONFIGURATION;
    }
    Explanation explanation = check.explainer().explain(question);
    new ExplanationText(check.file()).lines(explanation).forEach(out::println);
    return explanation.isQuestionWrong() ? ExitCode.WRONG_REQUEST : ExitCode.FINE;
  }

  private Question question() {
    try {
      return new Question(
          Optional.ofNullable(serverName),
          alpn,
          method,
          path,
          Optional.ofNullable(host),
          fields,
          Optional.ofNullable(client).map(this::address));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private InetAddress address(String literal) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(literal);
    if (address == null) {
      throw new CommandLine.ParameterException(
          commandLine(), "--client is an IP address, not '" + literal + "'");
    }
    return address;
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification");
    }
    return spec.commandLine();
  }
}
