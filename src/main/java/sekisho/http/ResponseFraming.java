package sekisho.http;

import sekisho.http.ResponseWriter.Framing;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.message.ResponseHead;

/** How a response's body is framed for the client (RFC 9112 §6.3), and the fields that say so. */
final class ResponseFraming {
  private ResponseFraming() {}

  static Framing of(RequestHead request, ResponseHead head) {
    int status = head.status();
    if (request.isHead() || status == 204 || status == 304) {
      return Framing.NONE;
    }
    boolean coded = head.fields().contains("Transfer-Encoding");
    if (!coded && head.fields().contains("Content-Length")) {
      return Framing.LENGTH;
    }
    return request.isHttp10() ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
  }

  /** Adds Transfer-Encoding and Connection to {@code fields}, and takes away what contradicts. */
  static void apply(
      Fields fields, Framing framing, int status, RequestHead request, boolean persistent) {
    switch (framing) {
      case NONE -> {
        if (status == 204) {
          // RFC 9110 §8.6: no Content-Length in a 204.
          fields.remove("Content-Length");
        }
      }
      case LENGTH -> {}
      case CHUNKED -> fields.remove("Content-Length").add("Transfer-Encoding", "chunked");
      case UNTIL_CLOSE -> fields.remove("Content-Length");
    }
    connection(fields, request, persistent);
  }

  static void connection(Fields fields, RequestHead request, boolean persistent) {
    if (!persistent) {
      fields.add("Connection", "close");
    } else if (request.isHttp10()) {
      // RFC 9112 §9.3: what 1.1 does by default, 1.0 has to be told.
      fields.add("Connection", "keep-alive");
    }
  }
}
