package sekisho.config;

/** Texts of the file as messages quote them: bounded, and without control characters. */
final class Shown {
  // Enough to recognise a value, short enough for one line.
  private static final int MAX_CHARACTERS = 60;

  private Shown() {}

  /** The text in quotes, without whoever logs in by a URL in it. */
  static String text(String written) {
    String text = Secrets.withoutUserinfo(written);
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().limit(MAX_CHARACTERS).forEach(c -> appendEscaped(quoted, c));
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      quoted.append('…');
    }
    return quoted.append('"').toString();
  }

  /** One line of text, without quotes or bound. */
  static String line(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().forEach(c -> appendEscaped(line, c));
    return line.toString();
  }

  /** A value; one that a substitution made is named by its origin, since it may be a secret. */
  static String value(Element element) {
    return switch (element) {
      case Element.Text text ->
          text.origins().isEmpty()
              ? text(text.value())
              : "the value (from " + String.join(", ", text.origins()) + ")";
      case Element.Numeral numeral -> numeral.value().toString();
      case Element.Flag flag -> String.valueOf(flag.value());
      case Element.Nothing _ -> "null";
      case Element.Sequence _ -> "the list";
      case Element.Structure _ -> "the block";
    };
  }

  private static void appendEscaped(StringBuilder out, int c) {
    // Control and format characters could rewrite an operator's terminal or hide in it.
    int type = Character.getType(c);
    if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
      out.append(String.format("\\u%04x", c));
    } else {
      out.appendCodePoint(c);
    }
  }
}
