package sekisho.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
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

  /** The chars that stand for themselves in a JSON text; looked up by those below 128. */
  private static final boolean[] PLAIN = new boolean[128];

  static {
    Arrays.fill(PLAIN, ' ', 127, true);
    PLAIN['"'] = false;
    PLAIN['\\'] = false;
  }

  private byte[] bytes;
  private int length;
  private boolean first;
  private long lastSecond = Long.MIN_VALUE;
  private String lastSecondText = "";

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

  /**
   * What was written from a position on, without a last line end.
   *
   * @param start what {@link #length} was then
   */
  String textFrom(int start) {
    return new String(bytes, start, length - start, US_ASCII).strip();
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

  /** Written where it is so, and left out where it is not. */
  void flag(String name, boolean value) {
    if (value) {
      name(name);
      raw('t');
      raw('r');
      raw('u');
      raw('e');
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
    threeDigits((int) (micros % 1000));
  }

  /** A point in time (RFC 3339), in UTC with milliseconds. */
  void time(String name, long epochMillis) {
    long epochSecond = Math.floorDiv(epochMillis, 1000L);
    if (epochSecond != lastSecond) {
      lastSecond = epochSecond;
      String whole = Instant.ofEpochSecond(epochSecond).toString();
      lastSecondText = whole.substring(0, whole.length() - 1);
    }
    name(name);
    raw('"');
    ensure(lastSecondText.length());
    plain(lastSecondText);
    raw('.');
    threeDigits((int) Math.floorMod(epochMillis, 1000L));
    raw('Z');
    raw('"');
  }

  private void name(String name) {
    if (!first) {
      raw(',');
    }
    first = false;
    raw('"');
    ensure(name.length());
    plain(name);
    raw('"');
    raw(':');
  }

  private void threeDigits(int number) {
    raw('0' + number / 100);
    raw('0' + number / 10 % 10);
    raw('0' + number % 10);
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
    if (isPlain(text)) {
      plain(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128 && PLAIN[c]) {
        bytes[length++] = (byte) c;
      } else if (c == '"' || c == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      } else {
        unicode(c);
      }
    }
  }

  private static boolean isPlain(String text) {
    int size = text.length();
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 128 || !PLAIN[c]) {
        return false;
      }
    }
    return true;
  }

  /** Copies a text that needs no escaping, at once; there is room for it. */
  @SuppressWarnings(
      "deprecation") // It takes the low octet of each char: here that is all there is.
  private void plain(String text) {
    text.getBytes(0, text.length(), bytes, length);
    length += text.length();
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
