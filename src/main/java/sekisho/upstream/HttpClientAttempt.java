package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;

/**
 * One try at a request on one connection of Vert.x's HttpClient: writes what it is given, and tells
 * what comes back.
 *
 * <p>Knows nothing of retries and deadlines. After {@link #reset} or {@link #release} its owner
 * hears nothing more.
 */
final class HttpClientAttempt {
  private final Lease lease;
  private final HttpClientRequest request;
  private final Owner owner;
  private @Nullable HttpClientResponse response;
  private boolean headSent;
  private boolean bodySent;
  private boolean over;

  /** Who the attempt is made for. */
  interface Owner {
    /** There is room for body pieces, for the first time or again. */
    void writable();

    void interim(int status, Fields fields);

    void head(ResponseHead head);

    void body(ByteBuf piece);

    void ended(Fields trailers);

    void failed(Throwable cause);
  }

  HttpClientAttempt(Lease lease, Owner owner) {
    this.lease = lease;
    this.request = lease.request();
    this.owner = owner;
  }

  /**
   * Sends the head, with what {@link Owner#writable} has to write at once.
   *
   * @param whole whether nothing follows the head
   */
  void begin(UpstreamRequest toSend, boolean whole) {
    MultiMap headers = request.headers();
    Fields fields = toSend.fields();
    for (int i = 0; i < fields.size(); i++) {
      headers.add(fields.name(i), fields.value(i));
    }
    request.setChunked(toSend.chunked());
    request.exceptionHandler(this::failed);
    request.continueHandler(_ -> interim(100, new Fields()));
    request.earlyHintsHandler(hints -> interim(103, fields(hints)));
    request.response().onComplete(this::responded);
    if (whole) {
      end();
      return;
    }
    request.drainHandler(_ -> drained());
    owner.writable();
    if (!headSent && !over) {
      headSent = true;
      inContext(() -> request.sendHead().onFailure(this::failed));
    }
  }

  /** Sends a piece of the body; takes it over. */
  void write(ByteBuf piece) {
    headSent = true;
    bodySent = true;
    // Vert.x never releases what it is given: the piece is ours until it is written or refused.
    inContext(() ->
        request
            .write(Buffer.buffer(piece))
            .onComplete(written -> {
              piece.release();
              if (written.failed()) {
                failed(written.cause());
              }
            }));
  }

  void end() {
    headSent = true;
    inContext(() -> request.end().onFailure(this::failed));
  }

  boolean isWritable() {
    return !request.writeQueueFull();
  }

  void pause() {
    if (response != null) {
      response.pause();
    }
  }

  void resume() {
    HttpClientResponse paused = response;
    if (paused != null) {
      inContext(paused::resume);
    }
  }

  /** Whether the request may be sent again elsewhere (RFC 9110 §9.2.2). */
  boolean isRepeatable(UpstreamRequest sent) {
    return !lease.received().any() && !bodySent && (sent.isIdempotent() || !headSent);
  }

  /** The exchange is over and the connection as good as it was. */
  void release() {
    over = true;
    lease.release().run();
  }

  /** The exchange is given up in the middle; its connection goes with it. */
  void reset() {
    release();
    lease.reset();
  }

  private void inContext(Runnable calls) {
    lease.driver().inContext(calls);
  }

  private void drained() {
    if (!over) {
      owner.writable();
    }
  }

  private void interim(int status, Fields fields) {
    if (!over) {
      owner.interim(status, fields);
    }
  }

  private void responded(AsyncResult<HttpClientResponse> result) {
    if (over) {
      return;
    }
    if (result.failed()) {
      failed(result.cause());
      return;
    }
    HttpClientResponse begun = result.result();
    response = begun;
    begun.exceptionHandler(this::failed);
    begun.handler(this::piece);
    begun.endHandler(_ -> responseEnded(begun));
    owner.head(
        new ResponseHead(begun.statusCode(), begun.statusMessage(), fields(begun.headers())));
  }

  private void piece(Buffer buffer) {
    ByteBuf bytes = buffer.getByteBuf();
    if (over) {
      bytes.release();
    } else {
      owner.body(bytes);
    }
  }

  private void responseEnded(HttpClientResponse complete) {
    if (!over) {
      owner.ended(fields(complete.trailers()));
    }
  }

  private void failed(Throwable cause) {
    if (!over) {
      owner.failed(cause);
    }
  }

  private static Fields fields(MultiMap headers) {
    Fields fields = new Fields();
    for (Map.Entry<String, String> header : headers) {
      fields.add(header.getKey(), header.getValue());
    }
    return fields;
  }
}
