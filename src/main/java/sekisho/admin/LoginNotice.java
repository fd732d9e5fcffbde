package sekisho.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.control.RuntimeFile;
import sekisho.fault.FileFault;

/**
 * How an operator learns of the URL that lets in once: on the terminal that the program was started
 * in, else in a file that only its user can read. Never in the log. Blocking.
 */
public final class LoginNotice {
  private static final Logger LOG = Logger.getLogger(LoginNotice.class);

  private static final String NAME = "ui-login";
  private static final RuntimeFile FILE = new RuntimeFile(NAME, "." + NAME);

  /** What stands for the configuration of the quick start, which has no file. */
  private static final Path QUICK_START = Path.of("quickstart");

  private static final String FILE_MODE = "rw-------";

  private final Optional<PrintStream> terminal;
  private final Path file;

  private LoginNotice(Optional<PrintStream> terminal, Path file) {
    this.terminal = terminal;
    this.file = file.toAbsolutePath();
  }

  /** On the program's terminal. */
  public static LoginNotice on(PrintStream terminal) {
    return new LoginNotice(Optional.of(terminal), Path.of(NAME));
  }

  /** In a file. */
  public static LoginNotice in(Path file) {
    return new LoginNotice(Optional.empty(), file);
  }

  /**
   * As the program was started: on its terminal; without one in {@code ui-login} in the first of
   * the unit's runtime directories; without those beside the configuration, as the control socket.
   *
   * @param configuration empty: the quick start
   */
  public static LoginNotice ofProgram(
      Optional<Path> configuration, Map<String, String> environment) {
    return isTerminal()
        ? on(System.out)
        : in(FILE.of(configuration.orElse(QUICK_START), environment));
  }

  /** Java tells of input and output together alone. */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /**
   * @param url with the token in it
   * @param first whether there was none before
   */
  void tell(String url, boolean first) {
    if (terminal.isPresent()) {
      terminal
          .get()
          .println((first ? "The admin UI, good for one login: " : "For the next login: ") + url);
      return;
    }
    try {
      write(url);
      if (first) {
        LOG.infof("the URL to log in to the admin UI with, each good for once, is in %s", file);
      }
    } catch (IOException e) {
      LOG.warnf(
          "nobody can log in to the admin UI: %s cannot be written: %s; ui.auth is another way in",
          file, FileFault.words(e));
    }
  }

  /** It is whole and private from the first moment. */
  private void write(String url) throws IOException {
    Path folder = file.resolveSibling("");
    Path temporary =
        Files.createTempFile(
            folder,
            "." + NAME,
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE_MODE)));
    try {
      Files.writeString(temporary, url + "\n", UTF_8);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** What was told lets nobody in any more. */
  void withdraw() {
    if (terminal.isPresent()) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warnf("%s cannot be removed: %s", file, FileFault.words(e));
    }
  }
}
