package sekisho.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** {@code /download?bytes=N}: N bytes of text, produced as fast as they are taken. */
final class Download {
  private static final long DEFAULT_BYTES = 1 << 20;
  private static final long MAX_BYTES = 1L << 30;
  private static final Buffer BLOCK = block();

  private final HttpServerResponse response;
  private long left;

  private Download(HttpServerResponse response, long bytes) {
    this.response = response;
    this.left = bytes;
  }

  static void answer(HttpServerRequest request) {
    long bytes = Answer.number(request, "bytes", DEFAULT_BYTES, MAX_BYTES);
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=us-ascii")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    Download download = new Download(response, bytes);
    response.drainHandler(_ -> download.write());
    download.write();
  }

  private void write() {
    while (left > 0 && !response.closed() && !response.writeQueueFull()) {
      int length = (int) Math.min(left, BLOCK.length());
      response.write(BLOCK.slice(0, length));
      left -= length;
    }
    if (left == 0 && !response.ended() && !response.closed()) {
      response.end();
    }
  }

  private static Buffer block() {
    String line = "The quick brown fox jumps over the lazy dog at the checkpoint..\n";
    return Buffer.buffer(line.repeat((32 << 10) / line.length()));
  }
}
