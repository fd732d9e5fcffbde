package sekisho.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.metrics.Reason;

/**
 * An answer of the proxy itself: small, in JSON or HTML by Accept, with the reason's code and the
 * request's id, so that what a user sees can be found in the log.
 *
 * @param status 200 or an error
 * @param fields Content-Type and what the status asks for; no framing, no Connection
 * @param body ASCII
 */
record OwnAnswer(int status, Fields fields, String body) {

  /**
   * @param accept the request's Accept, joined; null when unknown
   */
  static OwnAnswer of(Reason reason, String requestId, @Nullable String accept) {
    boolean html = Accept.prefersHtml(accept);
    String phrase = phrase(reason.status());
    String text = html ? html(reason, phrase, requestId) : json(reason, phrase, requestId);
    Fields fields = new Fields();
    fields.add("Content-Type", html ? "text/html; charset=utf-8" : "application/json");
    fields.add("Cache-Control", "no-store");
    return new OwnAnswer(reason.status(), fields, text);
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

  static String phrase(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }

  // Codes and phrases are our own words, ids are held to a few characters: nothing needs escaping.

  private static String json(Reason reason, String phrase, String requestId) {
    return "{\"status\":%d,\"error\":\"%s\",\"reason\":\"%s\",\"request_id\":\"%s\"}\n"
        .formatted(reason.status(), phrase, reason.code(), requestId);
  }

  private static String html(Reason reason, String phrase, String requestId) {
    return """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>%1$d %2$s</title></head>
    <body><h1>%1$d %2$s</h1><p>Reason: <code>%3$s</code></p><p>Request: <code>%4$s</code></p></body>
    </html>
    """
        .formatted(reason.status(), phrase, reason.code(), requestId);
  }
}
