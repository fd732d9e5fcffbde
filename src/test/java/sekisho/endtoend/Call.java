package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import sekisho.testing.HttpReply;

/**
 * One request, or more in one segment, in the bytes of its client, but for its {@code Host}.
 *
 * @param methods of the requests, in order
 * @param heads the text up to the body, with {@link #HOST} for the value of Host
 * @param body what follows; after 100 Continue only, if that was asked for
 */
record Call(List<String> methods, String heads, byte[] body) {
  private static final String HOST = "{{host}}";
  private static final String NEW_LINE = "\r\n";

  /**
   * A request without a body.
   *
   * @param fields the lines behind Host
   */
  static Call of(String requestLine, String... fields) {
    String head = requestLine + NEW_LINE + "Host: " + HOST + NEW_LINE;
    for (String field : fields) {
      head += field + NEW_LINE;
    }
    String method = requestLine.substring(0, requestLine.indexOf(' '));
    return new Call(List.of(method), head + NEW_LINE, new byte[0]);
  }

  /** The same with a body behind it. */
  Call with(String text) {
    return with(text.getBytes(ISO_8859_1));
  }

  Call with(byte[] text) {
    return new Call(methods, heads, text);
  }

  /** This one, body and all, and another behind it in the same segment. */
  Call then(Call next) {
    List<String> all = new ArrayList<>(methods);
    all.addAll(next.methods);
    return new Call(all, heads + new String(body, ISO_8859_1) + next.heads, next.body);
  }

  /** Sends it and reads what it is answered with, interim responses too. */
  List<HttpReply> make(String host, InputStream in, OutputStream out) throws IOException {
    List<HttpReply> replies = new ArrayList<>();
    boolean waits = heads.contains("Expect: 100-continue");
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    first.writeBytes(heads.replace(HOST, host).getBytes(ISO_8859_1));
    if (!waits) {
      first.writeBytes(body);
    }
    out.write(first.toByteArray());
    out.flush();
    for (String method : methods) {
      HttpReply reply;
      do {
        reply = HttpReply.read(in, method);
        replies.add(reply);
        if (reply.status() == 100 && waits) {
          waits = false;
          out.write(body);
          out.flush();
        }
      } while (reply.status() < 200);
    }
    return replies;
  }

  @Override
  public String toString() {
    return heads.substring(0, Math.min(heads.length(), 100)).replace(NEW_LINE, " | ");
  }
}
