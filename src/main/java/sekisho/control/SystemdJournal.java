package sekisho.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;

/**
 * systemd's journal, where a service's standard output ends: it takes the priority of a line from a
 * number before it (sd-daemon(3)), and calls everything else information.
 */
final class SystemdJournal {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  private SystemdJournal() {}

  /** Whether that is what reads the standard output of this process. */
  static boolean readsStandardOutput() {
    return reads(STANDARD_OUTPUT, System.getenv());
  }

  /**
   * systemd.exec(5), {@code JOURNAL_STREAM}: device and inode of what it has connected, which an
   * operator may have redirected since.
   */
  static boolean reads(Path output, Map<String, String> environment) {
    String stream = environment.get("JOURNAL_STREAM");
    if (stream == null) {
      return false;
    }
    try {
      return stream.equals(
          Files.getAttribute(output, "unix:dev") + ":" + Files.getAttribute(output, "unix:ino"));
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /** Lines of one record, each with its priority as syslog(3) has it. */
  static String withPriority(Level level, String lines) {
    StringBuilder marked = new StringBuilder();
    lines
        .lines()
        .forEach(line ->
            marked
                .append('<')
                .append(priority(level))
                .append('>')
                .append(line)
                .append(System.lineSeparator()));
    return marked.toString();
  }

  private static int priority(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return 3;
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return 4;
    }
    return level.intValue() >= Level.INFO.intValue() ? 6 : 7;
  }
}
