package sekisho.journal;

/**
 * Text that stays on its line and does nothing to a terminal: control characters, those that change
 * the direction of writing or cannot be seen, and halves of surrogate pairs are written as escapes.
 *
 * <p>What is printable passes as it is, in any script.
 */
public final class PlainText {
  /** Longer than any line that is worth to be read. */
  private static final int MAX_CHARS = 8192;

  private static final String CUT = "...";

  private PlainText() {}

  /** The same on one line, at most {@value #MAX_CHARS} characters long and a few. */
  public static String of(String text) {
    String line = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + CUT : text;
    return line.codePoints().allMatch(PlainText::isPlain) ? line : escaped(line);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 32);
    text.codePoints()
        .forEach(c -> {
          if (isPlain(c)) {
            escaped.appendCodePoint(c);
          } else {
            escape(c, escaped);
          }
        });
    return escaped.toString();
  }

  private static void escape(int c, StringBuilder into) {
    switch (c) {
      case '\n' -> into.append("\\n");
      case '\r' -> into.append("\\r");
      case '\t' -> into.append("\\t");
      default -> into.append(c < 0x10000 ? "\\u%04x".formatted(c) : "\\u{%x}".formatted(c));
    }
  }

  private static boolean isPlain(int c) {
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
