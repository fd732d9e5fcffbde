import java.io.IOException;
import java.nio.ByteBuffer;

/** Just so much of HTTP/1.1 as to find the end of a well-formed answer. */
final class Heads {
  private static final String CONTENT_LENGTH = "content-length:";

  private Heads() {}

  /** The index behind the empty line, or -1. */
  static int end(ByteBuffer bytes) {
    for (int i = bytes.position(); i + 3 < bytes.limit(); i++) {
      if (bytes.get(i) == '\r' && bytes.get(i + 2) == '\r' && bytes.get(i + 3) == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  static int contentLength(ByteBuffer bytes, int end) throws IOException {
    for (int i = bytes.position(); i < end; i++) {
      if (bytes.get(i) == '\n' && isContentLength(bytes, i + 1, end)) {
        return number(bytes, i + 1 + CONTENT_LENGTH.length());
      }
    }
    throw new IOException("an answer without Content-Length");
  }

  private static boolean isContentLength(ByteBuffer bytes, int from, int end) {
    if (from + CONTENT_LENGTH.length() >= end) {
      return false;
    }
    for (int i = 0; i < CONTENT_LENGTH.length(); i++) {
      if (Character.toLowerCase((char) bytes.get(from + i)) != CONTENT_LENGTH.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int number(ByteBuffer bytes, int from) {
    int number = 0;
    for (int i = from; bytes.get(i) != '\r'; i++) {
      if (bytes.get(i) != ' ') {
        number = number * 10 + bytes.get(i) - '0';
      }
    }
    return number;
  }
}
