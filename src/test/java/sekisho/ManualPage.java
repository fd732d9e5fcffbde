package sekisho;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes {@code deploy/debian/sekisho.1}, the manual page: what the commands say of themselves, in
 * the language of man(7), between parts that only a page has.
 */
final class ManualPage {
  private static final String HEAD =
      """
      .\\" Generated from the commands; do not edit. After a change of one:
      .\\" ./mvnw -q test -Dtest=ManualPageTest -Dsekisho.regenerate=true
      .TH SEKISHO 1 "" "Sekisho" "User commands"
      .SH NAME
      sekisho \\- TLS proxy with SNI routing, TLS termination and HTTP/1.1
      .SH SYNOPSIS
      .B sekisho
      .I COMMAND
      .RI [ OPTION "]... [" FILE ]
      .SH DESCRIPTION
      Sekisho stands in front of a self\\-hosted service. One process and one configuration file: it
      decides by the server name that a client asks for whether a connection is passed through
      untouched, ended here and relayed, ended here and served as HTTP/1.1, or refused.
      .PP
      .I FILE
      is the configuration: JSON with comments.
      """;

  private static final String TAIL =
      """
      .SH SIGNALS
      .TP
      .B SIGTERM, SIGINT
      Stop gracefully: no new connection, and whoever is in the middle of something gets
      .B shutdown_timeout_secs
      for it. A second one ends at once.
      .TP
      .B SIGHUP
      Read the configuration anew and open the access log anew. What is wrong is logged, and the proxy
      goes on with what it had.
      .SH ENVIRONMENT
      .TP
      .B SEKISHO_JAVA_OPTS
      More flags for the Java virtual machine, which win over those that it is started with.
      .TP
      .B SEKISHO_MEMORY_LIMIT
      The memory to share out between heap and network buffers, in bytes, in place of the limit of the
      control group.
      .TP
      .B RUNTIME_DIRECTORY
      Where the control socket is, and the file of the one\\-time login. systemd sets it for the service.
      Without it the control socket is beside the configuration.
      .TP
      .B SSL_CERT_FILE
      Authorities to trust in place of the system's.
      .SH FILES
      .TP
      .I /etc/sekisho/sekisho.jsonc
      The configuration of the service.
      .TP
      .I /var/lib/sekisho
      What outlives the process: accounts, certificates and their keys.
      .TP
      .I /run/sekisho/control.sock
      Where commands reach the service that runs.
      .TP
      .I /usr/share/doc/sekisho
      What every key means, and more.
      .SH SEE ALSO
      .BR systemctl (1),
      .BR journalctl (1)
      """;

  private ManualPage() {}

  static String text(CommandLine program) {
    List<String> lines = new ArrayList<>();
    lines.add(".SH COMMANDS");
    commandsOf(program, lines);
    lines.add(".SH EXIT STATUS");
    program
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> {
          lines.add(".TP");
          lines.add(".B " + code);
          lines.add(plain(meaning));
        });
    return HEAD + String.join("\n", lines) + "\n" + TAIL;
  }

  private static void commandsOf(CommandLine parent, List<String> lines) {
    for (Map.Entry<String, CommandLine> entry : parent.getSubcommands().entrySet()) {
      CommandLine command = entry.getValue();
      CommandSpec spec = command.getCommandSpec();
      if (spec.usageMessage().hidden()) {
        continue;
      }
      if (!command.getSubcommands().isEmpty()) {
        commandsOf(command, lines);
        continue;
      }
      lines.add(".SS " + plain(spec.qualifiedName()));
      lines.add(".B " + plain(synopsis(command)));
      lines.add(".PP");
      lines.add(described(spec.usageMessage().header(), spec.usageMessage().description()));
      if (!(command.getCommand() instanceof HelpCommand)) {
        spec.positionalParameters().forEach(arg -> describe(arg.paramLabel(), arg, lines));
        spec.options().stream()
            .filter(option -> !option.hidden() && !option.usageHelp())
            .forEach(option -> describe(names(option), option, lines));
      }
    }
  }

  /** On one line; the options' own part is long enough to be told below. */
  private static String synopsis(CommandLine command) {
    return command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip();
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static void describe(String name, ArgSpec arg, List<String> lines) {
    lines.add(".TP");
    lines.add(".B " + plain(name));
    lines.add(described(arg.description()));
  }

  private static String described(String[]... texts) {
    String all =
        Arrays.stream(texts)
            .flatMap(Arrays::stream)
            .map(text -> Ansi.OFF.string(text).replace("%n", " "))
            .collect(Collectors.joining(" "));
    return plain(all.strip().replaceAll("\\s+", " "));
  }

  /** Text that means nothing to troff: hyphens stay hyphens, and no line is a request. */
  private static String plain(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
