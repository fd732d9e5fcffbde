package sekisho.demo;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** {@code /slow?seconds=N}: a line per second, then the end. */
final class SlowLines {
  private static final long DEFAULT_SECONDS = 5;
  private static final long MAX_SECONDS = 60;
  private static final long PERIOD_MILLIS = 1000;

  private SlowLines() {}

  static void answer(HttpServerRequest request, Vertx vertx) {
    long seconds = Answer.number(request, "seconds", DEFAULT_SECONDS, MAX_SECONDS);
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    next(response, vertx, 1, seconds);
  }

  private static void next(HttpServerResponse response, Vertx vertx, long second, long seconds) {
    if (response.closed()) {
      return;
    }
    if (second > seconds) {
      response.end("done\n");
      return;
    }
    response.write("second " + second + " of " + seconds + "\n");
    vertx.setTimer(PERIOD_MILLIS, _ -> next(response, vertx, second + 1, seconds));
  }
}
