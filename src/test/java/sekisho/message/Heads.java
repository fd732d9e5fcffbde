package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Request heads and bodies as tests write them: texts of one char per octet. */
final class Heads {
  static final int MAX_HEAD_BYTES = 4096;

  /** A request without a body that has a bit of everything. */
  static final String ORDINARY =
      "GET /a/b?c=d%20e HTTP/1.1\r\n"
          + "Host: a.example\r\n"
          + "accept-ENCODING: gzip\r\n"
          + "X-Empty:\r\n"
          + "X-Latin:\t\u00e9t\u00e9 \r\n"
          + "X-Two: 1\r\n"
          + "x-two: 2\r\n"
          + "\r\n";

  private Heads() {}

  static RequestParser parser() {
    return new RequestParser(MAX_HEAD_BYTES, new byte[MAX_HEAD_BYTES]);
  }

  static ByteBuf buffer(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }

  static RequestParser.Result parse(String text) {
    return parser().parse(buffer(text));
  }

  static RequestHead head(String text) {
    return head(parse(text));
  }

  static RequestHead head(RequestParser.Result result) {
    assertThat(result).isInstanceOf(RequestParser.Complete.class);
    return ((RequestParser.Complete) result).head();
  }

  /** A head with the request line and Host, and these lines after them. */
  static String with(String... lines) {
    StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\nHost: a.example\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  static List<String> lines(Fields fields) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      lines.add(fields.name(i) + "=" + fields.value(i));
    }
    return lines;
  }
}
