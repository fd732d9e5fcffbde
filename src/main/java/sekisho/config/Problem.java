package sekisho.config;

/**
 * Something about a configuration file that its author should know. Not an exception: all of them
 * are collected, and {@link Loaded} carries them.
 *
 * @param file the file as the operator named it
 * @param line from 1; 0: the file as a whole
 * @param column in characters, from 1; 0: the file as a whole
 * @param path the key it is about, such as {@code proxy.tls.routing.sni[2].upstream}; empty: none
 * @param severity whether the file can be used nevertheless
 * @param message what is wrong, and what is allowed; never a value that a substitution made
 */
public record Problem(
    String file, int line, int column, String path, Severity severity, String message) {

  /** Whether a file can be used nevertheless. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** The line that is printed: {@code FILE:LINE:COLUMN: path: message}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(Shown.line(file));
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    if (severity == Severity.WARNING) {
      text.append("warning: ");
    }
    return text.append(Shown.line(message)).toString();
  }
}
