package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Valid requests at random, as bytes with what they mean; and the ways that bytes arrive. */
record Wire(String bytes, String meaning) {
  private static final String TOKEN = "!#$%&'*+-.^_`|~09azAZ";
  private static final String VALUE = "aZ09 \t:;,=\"/\\()\u0080\u00e4\u00ff";
  private static final String TARGET = "aZ09-._~!$&'()*+,;=:@%/?\"<>\\^`{|}[]";

  /** Any one that the parser has to take. */
  static Wire request(Random random) {
    String method = some(random, TOKEN, 1, 12);
    String target = "/" + some(random, TARGET, 0, 40);
    StringBuilder bytes = new StringBuilder(random.nextInt(4) == 0 ? "\r\n" : "");
    StringBuilder meaning = new StringBuilder(method + ' ' + target + " 1\n");
    bytes.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    for (int i = random.nextInt(8); i > 0; i--) {
      String name = "X" + some(random, TOKEN, 0, 12);
      String value = some(random, VALUE, 0, 30);
      bytes.append(name).append(':').append(blank(random)).append(value).append(blank(random));
      bytes.append("\r\n");
      meaning.append(name).append(": ").append(trimmed(value)).append('\n');
    }
    String body = some(random, VALUE + "\r\n\0", 0, 200);
    switch (random.nextInt(3)) {
      case 0 -> bytes.append("\r\n");
      case 1 -> {
        bytes.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        meaning.append("Content-Length: ").append(body.length()).append('\n').append(body);
      }
      default -> {
        bytes.append("Transfer-Encoding: chunked\r\n\r\n");
        meaning.append("Transfer-Encoding: chunked\n").append(body);
        chunks(random, body, bytes);
      }
    }
    return new Wire(bytes.toString(), meaning.append("\n.\n").toString());
  }

  private static void chunks(Random random, String body, StringBuilder bytes) {
    int at = 0;
    while (at < body.length()) {
      int end = Math.min(body.length(), at + 1 + random.nextInt(60));
      bytes.append("0".repeat(random.nextInt(4))).append(Integer.toHexString(end - at));
      bytes.append(random.nextBoolean() ? "" : ";" + some(random, VALUE, 0, 20)).append("\r\n");
      bytes.append(body, at, end).append("\r\n");
      at = end;
    }
    bytes.append("0\r\n\r\n");
  }

  private static String some(Random random, String alphabet, int min, int max) {
    StringBuilder text = new StringBuilder();
    for (int i = min + random.nextInt(max - min + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static String blank(Random random) {
    return List.of("", " ", "\t", " \t ").get(random.nextInt(4));
  }

  private static String trimmed(String value) {
    return value.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  /** Reads pieces as a connection does; ends at the first fault. */
  static String read(List<String> pieces) {
    RequestParser parser = Heads.parser();
    StringBuilder meaning = new StringBuilder();
    BodyDecoder body = null;
    String unread = "";
    for (String piece : pieces) {
      ByteBuf in = Heads.buffer(unread + piece);
      boolean more = true;
      while (more) {
        if (body == null) {
          switch (parser.parse(in)) {
            case RequestParser.Incomplete _ -> more = false;
            case RequestParser.Malformed _ -> {
              return meaning.append('!').toString();
            }
            case RequestParser.Complete(RequestHead head) -> {
              meaning.append(head.method()).append(' ').append(head.target()).append(' ');
              meaning.append(head.minorVersion()).append('\n').append(head.fields());
              body = new BodyDecoder(head.framing(), new byte[8192]);
            }
          }
        } else {
          switch (body.decode(in)) {
            case BodyDecoder.Incomplete _ -> more = false;
            case BodyDecoder.Malformed _ -> {
              return meaning.append('!').toString();
            }
            case BodyDecoder.Data(ByteBuf data) -> {
              meaning.append(data.toString(ISO_8859_1));
              data.release();
            }
            case BodyDecoder.End(Fields trailers) -> {
              meaning.append(trailers).append("\n.\n");
              body = null;
            }
          }
        }
      }
      unread = in.toString(ISO_8859_1);
      in.release();
    }
    return meaning.toString();
  }

  static List<String> octets(String bytes) {
    return List.of(bytes.split(""));
  }

  /** Cuts in some places. */
  static List<String> pieces(Random random, String bytes) {
    List<String> pieces = new ArrayList<>();
    int at = 0;
    while (at < bytes.length()) {
      int end = Math.min(bytes.length(), at + 1 + random.nextInt(80));
      pieces.add(bytes.substring(at, end));
      at = end;
    }
    return pieces;
  }
}
