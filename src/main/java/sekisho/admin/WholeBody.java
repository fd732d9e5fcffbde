package sekisho.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The body of a request, read whole and bounded. For the event loop of its connection. */
final class WholeBody {
  private WholeBody() {}

  /** It is longer than it may be. */
  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1;

    private TooLarge(int most) {
      super("The request's body is longer than " + most + " bytes.", null, false, false);
    }
  }

  /** Its framing is wrong, or it does not come. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    private Broken(Throwable failure) {
      super(failure.getMessage(), null, false, false);
    }
  }

  /**
   * Fails with {@link TooLarge} or {@link Broken}.
   *
   * @param most in bytes
   * @param ended told when the last byte has come
   */
  static Future<byte[]> of(HttpServerRequest request, int most, Runnable ended) {
    if (announcedLength(request) > most) {
      return Future.failedFuture(new TooLarge(most));
    }
    Promise<byte[]> body = Promise.promise();
    Buffer collected = Buffer.buffer();
    request.handler(chunk -> {
      if (collected.length() + chunk.length() <= most) {
        collected.appendBuffer(chunk);
      } else {
        body.tryFail(new TooLarge(most));
      }
    });
    request.endHandler(_ -> {
      ended.run();
      body.tryComplete(collected.getBytes());
    });
    request.exceptionHandler(failure -> body.tryFail(new Broken(failure)));
    return body.future();
  }

  /** 0: none is announced. */
  private static long announcedLength(HttpServerRequest request) {
    @Nullable String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }
}
