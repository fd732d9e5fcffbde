package sekisho.model;

/**
 * What a route or a certificate says about names: one name, or every name one label below another.
 */
public sealed interface ServerNamePattern {

  /** One name. */
  record Exact(ServerName name) implements ServerNamePattern {
    @Override
    public String toString() {
      return name.text();
    }
  }

  /**
   * {@code *.parent}: names with exactly one label before {@code parent}, as in certificates (RFC
   * 6125 §6.4.3).
   */
  record Wildcard(ServerName parent) implements ServerNamePattern {
    @Override
    public String toString() {
      return "*." + parent.text();
    }
  }

  /**
   * Parses a normalised name or {@code *.name}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static ServerNamePattern parse(String text) {
    String normalized = ServerName.normalize(text);
    return normalized.startsWith("*.")
        ? new Wildcard(new ServerName(normalized.substring(2)))
        : new Exact(new ServerName(normalized));
  }
}
