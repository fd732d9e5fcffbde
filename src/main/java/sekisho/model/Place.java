package sekisho.model;

/**
 * Where in the configuration file something was said, so that what is found out later can be told
 * there.
 *
 * @param line from 1
 * @param column in characters, from 1
 * @param path the key, such as {@code proxy.tls.certificate}
 */
public record Place(int line, int column, String path) {
  /** For what is compared wherever it stands. */
  static final Place ANYWHERE = new Place(0, 0, "");
}
