package sekisho;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sekisho.admin.Passwords;

/**
 * {@code sekisho hash-password}: never by an argument, which other users of the machine could see.
 */
@Command(
    name = "hash-password",
    description =
        "Reads a password, from the terminal without echo and twice, else one line of the standard"
            + " input, and prints the hash for ui.auth.")
final class HashPasswordCommand implements Callable<Integer> {
  /** What NIST SP 800-63B-4 §3.1.1.2 asks of the shortest that stands alone is longer still. */
  private static final int MIN_CHARACTERS = 8;

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  // JDK 25 has gone back to its own console, which is null where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification");
    }
    PrintWriter err = spec.commandLine().getErr();
    Console console = System.console();
    String password;
    if (console != null && console.isTerminal()) {
      char[] first = console.readPassword("Password: ");
      char[] second = console.readPassword("Once more: ");
      if (first == null || second == null || !Arrays.equals(first, second)) {
        err.println("sekisho: those were not the same");
        return ExitCode.WRONG_REQUEST;
      }
      password = new String(first);
    } else {
      String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
      password = line == null ? "" : line;
    }
    if (password.length() < MIN_CHARACTERS || password.length() > Passwords.MAX_CHARACTERS) {
      err.println(
          "sekisho: a password of %d characters; allowed: %d to %d"
              .formatted(password.length(), MIN_CHARACTERS, Passwords.MAX_CHARACTERS));
      return ExitCode.WRONG_REQUEST;
    }
    spec.commandLine().getOut().println(Passwords.hash(password).text());
    return ExitCode.FINE;
  }
}
