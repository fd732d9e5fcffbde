package sekisho.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Whole answers of the demo, with their length; to HEAD without their body. */
final class Answer {
  private Answer() {}

  static void text(HttpServerRequest request, int status, String text) {
    body(request, status, "text/plain; charset=utf-8", Buffer.buffer(text + "\n"));
  }

  static void body(HttpServerRequest request, int status, String type, Buffer body) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONTENT_TYPE, type)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
  }

  /** A number of the query, kept within bounds; {@code otherwise} when it is missing or none. */
  static long number(HttpServerRequest request, String name, long otherwise, long max) {
    try {
      return Math.clamp(Long.parseLong(request.getParam(name, "")), 0, max);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }
}
