package sekisho.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of JSON objects in a growing array, written without intermediate objects.
 *
 * <p>Texts are Latin-1 (one char per octet of the wire); everything that is not plain ASCII is
 * escaped, so that no client can forge a line or confuse a terminal.
 */
final class JsonLine {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** The longest form of one char: backslash, u and four digits. */
  private static final int MAX_ESCAPED_BYTES = 6;

  private static final int LONGEST_NUMBER_BYTES = 20;

  private byte[] bytes;
  private int length;
  private boolean first;

  JsonLine(int initialBytes) {
    bytes = new byte[initialBytes];
  }

  int length() {
    return length;
  }

  void begin() {
    raw('{');
    first = true;
  }

  void end() {
    raw('}');
    raw('\n');
  }

  /** What was written since the last call. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }

  /** Leaves the field out where there is no value. */
  void text(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      raw('"');
      escaped(value);
      raw('"');
    }
  }

  void number(String name, long value) {
    name(name);
    digits(value);
  }

  /** Milliseconds with three decimals. */
  void millis(String name, long micros) {
    name(name);
    digits(micros / 1000);
    raw('.');
    int rest = (int) (micros % 1000);
    raw('0' + rest / 100);
    raw('0' + rest / 10 % 10);
    raw('0' + rest % 10);
  }

  private void name(String name) {
    if (!first) {
      raw(',');
    }
    first = false;
    raw('"');
    escaped(name);
    raw('"');
    raw(':');
  }

  private void digits(long value) {
    ensure(LONGEST_NUMBER_BYTES);
    if (value >= 10) {
      digits(value / 10);
    }
    raw('0' + (int) (value % 10));
  }

  private void raw(int octet) {
    ensure(1);
    bytes[length++] = (byte) octet;
  }

  private void escaped(String text) {
    ensure(text.length() * MAX_ESCAPED_BYTES);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      } else if (c >= ' ' && c < 127) {
        bytes[length++] = (byte) c;
      } else {
        unicode(c);
      }
    }
  }

  private void unicode(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    bytes[length++] = HEX[c >> 12];
    bytes[length++] = HEX[c >> 8 & 15];
    bytes[length++] = HEX[c >> 4 & 15];
    bytes[length++] = HEX[c & 15];
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
