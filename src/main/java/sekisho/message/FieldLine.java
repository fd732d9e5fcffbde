package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/** One line of a header or trailer section (RFC 9112 §5), strictly. */
final class FieldLine {
  /**
   * The bound on the lines of a section: work that is done for each line, for each other line or
   * for each element of a list stays small.
   */
  static final int MAX_LINES = 256;

  private FieldLine() {}

  /**
   * Adds the field in the first {@code length} octets of {@code line}, which hold no line end.
   *
   * @return what is wrong with it, or null
   */
  static @Nullable Malformation parse(byte[] line, int length, Fields fields) {
    if (line[0] == ' ' || line[0] == '\t') {
      // RFC 9112 §5.2: obs-fold is refused.
      return Malformation.FIELD_LINE;
    }
    int nameEnd = 0;
    while (nameEnd < length && Syntax.isTokenOctet(line[nameEnd])) {
      nameEnd++;
    }
    if (nameEnd == length) {
      return Malformation.FIELD_LINE;
    }
    if (nameEnd == 0 || line[nameEnd] != ':') {
      // RFC 9112 §5.1: no white space between name and colon.
      return Malformation.FIELD_NAME;
    }
    int start = nameEnd + 1;
    int end = length;
    while (start < end && isBlank(line[start])) {
      start++;
    }
    while (end > start && isBlank(line[end - 1])) {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (!Syntax.isValueOctet(line[i])) {
        return line[i] == '\r' ? Malformation.LINE_END : Malformation.FIELD_VALUE;
      }
    }
    fields.add(Names.field(line, nameEnd), new String(line, start, end - start, ISO_8859_1));
    return null;
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
