package sekisho.config;

import java.util.Arrays;

/** Turns offsets into lines and columns; LF, CRLF and CR end a line, as in an editor. */
final class LineMap {
  private final String text;
  private final int[] lineStarts;

  LineMap(String text) {
    this.text = text;
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      if (endsLine(text, i)) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    this.lineStarts = Arrays.copyOf(starts, count);
  }

  private static boolean endsLine(String text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
  }

  /** The UTF-16 unit at a place that {@link #at} has told. */
  int offset(Position position) {
    return text.offsetByCodePoints(lineStarts[position.line() - 1], position.column() - 1);
  }

  /** The place of the UTF-16 unit at {@code offset}; what lies outside is moved to the edge. */
  Position at(long offset) {
    int inside = Math.clamp(offset, 0, text.length());
    int found = Arrays.binarySearch(lineStarts, inside);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, text.codePointCount(lineStarts[line], inside) + 1);
  }
}
