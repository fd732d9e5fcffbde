package sekisho.acme;

/** What somebody else has said, on one line and of bounded length, for logs and terminals. */
final class Printable {
  /** Authorities quote what they were sent. */
  static final int MAX_CHARS = 2000;

  private Printable() {}

  static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MAX_CHARS)
        .forEach(c -> {
          if (isHarmless(c)) {
            line.appendCodePoint(c);
          } else {
            line.append("\\u%04x".formatted(c));
          }
        });
    return text.length() > MAX_CHARS ? line + "…" : line.toString();
  }

  /** Neither a control character nor one that turns the direction of what follows. */
  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
