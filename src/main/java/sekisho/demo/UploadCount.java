package sekisho.demo;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.LongAdder;

/** {@code /upload}: counts and hashes what it is sent, and keeps none of it. */
final class UploadCount {
  private UploadCount() {}

  static void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.POST) && !request.method().equals(HttpMethod.PUT)) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST, PUT");
      Answer.text(request, 405, "Send something with POST or PUT.");
      return;
    }
    MessageDigest hash = sha256();
    LongAdder bytes = new LongAdder();
    request.handler(chunk -> {
      bytes.add(chunk.length());
      hash.update(chunk.getByteBuf().nioBuffer());
    });
    request.endHandler(_ -> {
      JsonObject counted =
          new JsonObject()
              .put("bytes", bytes.sum())
              .put("sha256", HexFormat.of().formatHex(hash.digest()));
      Answer.body(request, 200, "application/json", counted.toBuffer());
    });
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
