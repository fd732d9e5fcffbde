package sekisho.strictness;

import java.util.List;
import java.util.Random;

/** Makes nearly good messages of good ones, by what parsers have disagreed on before. */
final class Mutation {
  private static final int MAX_CHANGES = 4;
  private static final int MAX_RANGE = 24;

  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\r\n\r\n",
          "\n\n",
          "\0",
          " ",
          "\t",
          "\u000b",
          "\u00a0",
          "\u0085",
          ":",
          ";",
          ",",
          "+",
          "-",
          "0x",
          "0",
          "1",
          "5",
          "a",
          "f",
          "10",
          "ffffffffffffffff",
          "18446744073709551621",
          "\"",
          "#",
          "?",
          "/",
          "//",
          "%2e%2e/",
          "chunked",
          ", chunked",
          "gzip, ",
          "identity",
          "close",
          "keep-alive",
          "0\r\n\r\n",
          "5\r\nhello\r\n",
          "A: b\r\n",
          "\r\n A: b",
          "Host: b.example.com\r\n",
          "Content-Length: 0\r\n",
          "Content-Length: 5\r\n",
          "Content-Length : 5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding:\u000bchunked\r\n",
          "transfer-encoding: identity\r\n",
          "Connection: close\r\n",
          "Connection: Content-Length, Transfer-Encoding\r\n",
          "Expect: 100-continue\r\n",
          "Upgrade: h2c\r\n",
          "HTTP/1.1",
          "HTTP/1.0",
          "HTTP/2.0",
          "HEAD",
          "GET /smuggled HTTP/1.1\r\nHost: a.example.com\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOISON",
          "HTTP/1.1 101 Switching Protocols\r\n\r\n",
          " 204 ",
          " 304 ",
          " 600 ");

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  /** Changes {@code good} in one to a few places. */
  String of(String good) {
    StringBuilder bytes = new StringBuilder(good);
    for (int i = random.nextInt(MAX_CHANGES); i >= 0; i--) {
      change(bytes);
    }
    return bytes.toString();
  }

  private void change(StringBuilder bytes) {
    int at = random.nextInt(bytes.length() + 1);
    int end = Math.min(bytes.length(), at + 1 + random.nextInt(MAX_RANGE));
    switch (random.nextInt(9)) {
      case 0 -> bytes.insert(at, (char) random.nextInt(256));
      case 1 -> bytes.replace(at, Math.min(at + 1, bytes.length()), anyOctet());
      case 2 -> bytes.delete(at, Math.min(at + 1, bytes.length()));
      case 3 -> bytes.delete(at, end);
      case 4 -> bytes.insert(random.nextInt(bytes.length() + 1), bytes.substring(at, end));
      case 5 -> bytes.replace(at, end, word());
      case 6 -> changeNumber(bytes, at);
      case 7 -> bytes.insert(lineStart(bytes, at), word());
      default -> bytes.insert(at, word());
    }
  }

  private String anyOctet() {
    return Character.toString((char) random.nextInt(256));
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** Framing is about numbers: the next digit becomes another. */
  private void changeNumber(StringBuilder bytes, int from) {
    for (int i = from; i < bytes.length(); i++) {
      if (Character.digit(bytes.charAt(i), 10) >= 0) {
        bytes.setCharAt(i, Character.forDigit(random.nextInt(16), 16));
        return;
      }
    }
  }

  private static int lineStart(StringBuilder bytes, int at) {
    int end = bytes.indexOf("\n", at);
    return end < 0 ? bytes.length() : end + 1;
  }
}
