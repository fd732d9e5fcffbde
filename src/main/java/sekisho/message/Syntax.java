package sekisho.message;

/** The character classes of RFC 9110 §5.6 and RFC 9112 §3, as table look-ups over octets. */
public final class Syntax {
  private static final byte TOKEN = 1;
  private static final byte VALUE = 2;
  private static final byte TARGET = 4;

  private static final byte[] CLASSES = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      byte classes = 0;
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      // RFC 9110 §5.6.2: tchar
      if (alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
        classes |= TOKEN;
      }
      // RFC 9110 §5.5: field-vchar, SP and HTAB; obs-text passes, other control octets do not
      if (c == '\t' || (c >= ' ' && c != 127)) {
        classes |= VALUE;
      }
      // RFC 9112 §3.2 and RFC 3986: a target is visible ASCII; a fragment is never sent
      if (c > ' ' && c < 127 && c != '#') {
        classes |= TARGET;
      }
      CLASSES[c] = classes;
    }
  }

  private Syntax() {}

  static boolean isTokenOctet(byte octet) {
    return (CLASSES[octet & 0xff] & TOKEN) != 0;
  }

  static boolean isValueOctet(byte octet) {
    return (CLASSES[octet & 0xff] & VALUE) != 0;
  }

  static boolean isTargetOctet(byte octet) {
    return (CLASSES[octet & 0xff] & TARGET) != 0;
  }

  /** Whether {@code text} is a token (RFC 9110 §5.6.2): a method, a field name. */
  public static boolean isToken(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 255 || (CLASSES[c] & TOKEN) == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether {@code element} is one of the comma-separated elements of {@code list}, without case.
   */
  public static boolean listContains(String list, String element) {
    int start = 0;
    while (start <= list.length()) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      if (elementEquals(list, start, end, element)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean elementEquals(String list, int start, int end, String element) {
    int from = start;
    int to = end;
    while (from < to && isBlank(list.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(list.charAt(to - 1))) {
      to--;
    }
    return to - from == element.length() && list.regionMatches(true, from, element, 0, to - from);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
