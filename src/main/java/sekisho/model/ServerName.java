package sekisho.model;

import java.util.Locale;

/**
 * A DNS name in the one form that is compared: lower case, A-labels, no trailing dot (RFC 6066 §3,
 * RFC 5890).
 *
 * <p>Not a pattern (see {@link ServerNamePattern}) and not an IP address.
 *
 * @param text 1 to 253 characters in labels of 1 to 63 letters, digits, hyphens and underscores
 */
public record ServerName(String text) {
  /** RFC 1035 §2.3.4: 255 octets on the wire are 253 characters of text. */
  public static final int MAX_LENGTH = 253;

  private static final int MAX_LABEL_LENGTH = 63;

  public ServerName {
    Require.that(isValid(text), "not a server name: " + text);
  }

  /**
   * Whether {@code text} is a name in the compared form. A name whose last label is all digits is
   * an IPv4 address or a part of one, never a server name (RFC 1123 §2.1, RFC 6066 §3).
   */
  public static boolean isValid(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    int labelStart = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || text.charAt(i) == '.') {
        int labelLength = i - labelStart;
        if (labelLength == 0 || labelLength > MAX_LABEL_LENGTH) {
          return false;
        }
        labelStart = i + 1;
      } else if (!isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !isAllDigits(text, text.lastIndexOf('.') + 1);
  }

  /**
   * The compared form of a name as somebody wrote it: lower case, one trailing dot less; not
   * validated.
   */
  public static String normalize(String written) {
    String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isNameCharacter(char c) {
    // Underscores are no host name characters, but names with them are served in practice.
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  /** Without a stream: every request's host is asked. */
  private static boolean isAllDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
