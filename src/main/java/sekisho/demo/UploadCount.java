package sekisho.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code /upload}: counts and hashes what it is sent, and keeps none of it. */
final class UploadCount {
  private final MessageDigest hash = sha256();
  private long bytes;

  private UploadCount() {}

  static void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.POST) && !request.method().equals(HttpMethod.PUT)) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST, PUT");
      Answer.text(request, 405, "Send something with POST or PUT.");
      return;
    }
    UploadCount count = new UploadCount();
    request.handler(count::add);
    request.endHandler(_ -> Answer.body(request, 200, "application/json", count.result()));
  }

  private void add(Buffer chunk) {
    bytes += chunk.length();
    hash.update(chunk.getByteBuf().nioBuffer());
  }

  private Buffer result() {
    return new JsonObject()
        .put("bytes", bytes)
        .put("sha256", HexFormat.of().formatHex(hash.digest()))
        .toBuffer();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
