package sekisho.model;

/**
 * The program's own log.
 *
 * @param level the least important level that is written
 * @param format how a line looks
 */
public record LogSettings(Level level, Format format) {
  /** How important a line is. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /** How a line looks. */
  public enum Format {
    TEXT,
    JSON
  }
}
