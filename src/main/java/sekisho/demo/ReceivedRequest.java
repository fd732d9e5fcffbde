package sekisho.demo;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /headers}: the request as it arrived here, so that one sees what the proxy made of it. */
final class ReceivedRequest {
  private ReceivedRequest() {}

  static void answer(HttpServerRequest request) {
    JsonArray headers = new JsonArray();
    request
        .headers()
        .forEach(
            (name, value) -> headers.add(new JsonObject().put("name", name).put("value", value)));
    JsonObject received =
        new JsonObject()
            .put("method", request.method().name())
            .put("target", request.uri())
            .put("version", request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1")
            .put("headers", headers);
    Answer.body(request, 200, "application/json", received.toBuffer());
  }
}
