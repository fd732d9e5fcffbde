package sekisho.system;

import java.util.HashMap;
import java.util.Map;

/**
 * What runs here; empty is what nobody tells.
 *
 * @param version of this program
 * @param os the distribution's name
 * @param osVersion its version; those without releases have none
 * @param kernel its release
 */
public record Platform(
    String version, String hostname, String os, String osVersion, String kernel) {
  /** What it is called where there is no file (os-release(5)). */
  private static final String DEFAULT_NAME = "Linux";

  /**
   * @param osRelease of /etc/os-release
   */
  static Platform parse(String version, String hostname, String osRelease, String kernel) {
    Map<String, String> fields = new HashMap<>();
    for (String line : osRelease.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        fields.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
      }
    }
    return new Platform(
        version,
        hostname.strip(),
        fields.getOrDefault("NAME", DEFAULT_NAME),
        fields.getOrDefault("VERSION_ID", ""),
        kernel.strip());
  }

  /** Quotes as a shell takes them (os-release(5)); escapes stand for what they precede. */
  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.charAt(0) == value.charAt(value.length() - 1);
    String inside = quoted ? value.substring(1, value.length() - 1) : value;
    return inside.replaceAll("\\\\(.)", "$1");
  }
}
