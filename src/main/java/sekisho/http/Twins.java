package sekisho.http;

/**
 * Field names that differ in nothing but case and underscores for hyphens: CGI-like servers read
 * {@code X_Real_IP} as {@code X-Real-IP}, so a twin is as good as the original.
 */
final class Twins {
  private Twins() {}

  static boolean areTwins(String name, String other) {
    return name.length() == other.length() && isTwinOfPrefix(name, other);
  }

  /** Whether {@code name} begins as {@code prefix} does, but for case and underscores. */
  static boolean isTwinOfPrefix(String name, String prefix) {
    int length = prefix.length();
    if (name.length() < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (plain(name.charAt(i)) != plain(prefix.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Field names are ASCII (RFC 9110 §5.1). */
  private static char plain(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c == '_' ? '-' : c;
  }
}
