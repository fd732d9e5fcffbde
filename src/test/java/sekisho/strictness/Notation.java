package sekisho.strictness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes written as a line of text, one char per octet.
 *
 * <p>{@code \r \n \t \0 \\} and <code>&#92;xHH</code> are octets; <code>{ab*3}</code> is {@code
 * ababab}. Everything else stands for itself: no line end is added.
 */
final class Notation {
  private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+)\\*(\\d+)}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|[rnt0\\\\])");

  private Notation() {}

  /** What {@code text} stands for. */
  static String read(String text) {
    String escaped =
        REPEATED
            .matcher(text)
            .replaceAll(found ->
                Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
    return ESCAPE
        .matcher(escaped)
        .replaceAll(found -> Matcher.quoteReplacement(Character.toString(octet(found.group(1)))));
  }

  private static char octet(String escape) {
    return switch (escape.charAt(0)) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '0' -> '\0';
      case '\\' -> '\\';
      default -> (char) Integer.parseInt(escape.substring(1), 16);
    };
  }

  /** The notation of {@code bytes}, for messages; only what is not visible is escaped. */
  static String write(String bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      switch (c) {
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '\\' -> text.append("\\\\");
        default -> text.append(c >= ' ' && c < 127 ? "" + c : "\\x%02x".formatted((int) c));
      }
    }
    return text.toString();
  }
}
