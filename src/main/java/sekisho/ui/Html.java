package sekisho.ui;

import org.jspecify.annotations.Nullable;

/** Text as it stands in HTML. */
final class Html {
  private Html() {}

  /** The same in an element or a quoted attribute; what no document may hold becomes U+FFFD. */
  static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String replacement = replacement(c);
      if (replacement != null && escaped == null) {
        escaped = new StringBuilder(text.length() + 32).append(text, 0, i);
      }
      if (escaped != null) {
        if (replacement == null) {
          escaped.append(c);
        } else {
          escaped.append(replacement);
        }
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private static @Nullable String replacement(char c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      case '`' -> "&#96;";
      case '\t', '\n', '\r' -> null;
      default -> c < ' ' || c == 0x7f ? "\ufffd" : null;
    };
  }
}
