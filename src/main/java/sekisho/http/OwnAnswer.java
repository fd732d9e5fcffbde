package sekisho.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;

/**
 * An answer of the proxy itself: small, in JSON or HTML by Accept, with the reason's code and the
 * request's id, so that what a user sees can be found in the log.
 *
 * @param status 200, a redirect, or an error
 * @param fields Content-Type and what the status asks for; no framing, no Connection
 * @param body ASCII
 */
record OwnAnswer(int status, Fields fields, String body) {
  // Status, phrase, code and id. Codes and phrases are our own words, ids are held to a few
  // characters: nothing needs escaping.

  private static final String JSON =
      "{\"status\":%d,\"error\":\"%s\",\"reason\":\"%s\",\"request_id\":\"%s\"}\n";

  private static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>%1$d %2$s</title></head>
      <body><h1>%1$d %2$s</h1><p>Reason: <code>%3$s</code></p><p>Request: <code>%4$s</code></p></body>
      </html>
      """;

  /**
   * @param accept the request's Accept, joined; null when unknown
   */
  static OwnAnswer of(Reason reason, String requestId, @Nullable String accept) {
    return of(reason, reason.status(), requestId, accept);
  }

  /**
   * @param status another than the reason's own, where the configuration says so
   */
  static OwnAnswer of(Reason reason, int status, String requestId, @Nullable String accept) {
    boolean html = Accept.prefersHtml(accept);
    String format = html ? HTML : JSON;
    String text = format.formatted(status, phrase(status), reason.code(), requestId);
    Fields fields = new Fields();
    fields.add("Content-Type", html ? "text/html; charset=utf-8" : "application/json");
    fields.add("Cache-Control", "no-store");
    return new OwnAnswer(status, fields, text);
  }

  /** An answer without content. */
  static OwnAnswer empty(int status) {
    return new OwnAnswer(status, new Fields(), "");
  }

  /** Adds what every answer has; the framing of the connection is the writer's business. */
  void complete(boolean serverHeader) {
    if (serverHeader) {
      fields.add("Server", Product.NAME);
    }
    fields.add("Date", HttpDate.now());
    fields.add("Content-Length", Integer.toString(body.length()));
  }

  /**
   * Writes it as the whole answer to {@code request}.
   *
   * @return how many bytes of body the client gets
   */
  int write(ResponseWriter writer, RequestHead request, boolean persistent, boolean serverHeader) {
    complete(serverHeader);
    ResponseFraming.connection(fields, request, persistent);
    writer.answer(this, request.isHead());
    return request.isHead() ? 0 : body.length();
  }

  static String phrase(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
