package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.metrics.Reason;

/**
 * An {@link UpstreamExchange} on Vert.x's HttpClient.
 *
 * <p>Tries every address of the upstream in turn. Retries once, where the request may be repeated,
 * and on a connection of its own, when the first was closed by the upstream before it answered (RFC
 * 9110 §9.2.2).
 */
final class HttpClientExchange implements UpstreamExchange {
  private static final Logger LOG = Logger.getLogger(HttpClientExchange.class);

  /**
   * Interim responses to one request, at most: each is sent on at once, whatever else the client is
   * behind with.
   */
  private static final int MAX_INTERIM_RESPONSES = 32;

  private final HttpDriver driver;
  private final Resolver resolver;
  private final UpstreamRequest request;
  private final Listener listener;
  private final Deadline silence;

  private boolean retried;
  private @Nullable Lease lease;
  private @Nullable HttpClientResponse receiving;
  private boolean headSent;
  private boolean requestEnded;
  private boolean bodySent;
  private int interimResponses;
  private boolean responded;
  private boolean paused;
  private boolean over;

  HttpClientExchange(
      HttpDriver driver,
      Resolver resolver,
      Deadlines deadlines,
      UpstreamRequest request,
      Listener listener) {
    this.driver = driver;
    this.resolver = resolver;
    this.request = request;
    this.listener = listener;
    this.requestEnded = !request.bodyFollows();
    this.silence = deadlines.create(this::silent);
  }

  @Override
  public void start() {
    new RequestOpening(driver, resolver, request, !retried, this::opened).start();
  }

  private void opened(RequestOpening.Opened opened) {
    switch (opened) {
      case RequestOpening.Failed failed -> {
        if (!over) {
          fail(failed.failure());
        }
      }
      case RequestOpening.Ready ready -> {
        if (over) {
          // Nobody waits any more; nothing was sent, so a pooled connection stays good.
          ready.lease().reset();
          ready.lease().release().run();
        } else {
          begin(ready.lease());
        }
      }
    }
  }

  private void begin(Lease ready) {
    lease = ready;
    try {
      send(ready.request());
    } catch (RuntimeException e) {
      // The client found something to refuse in what we made of the request.
      LOG.error("a request could not be sent", e);
      fail(new UpstreamFailure(Reason.INTERNAL, request.url() + ": " + e.getMessage()));
    }
  }

  /** The request on its way; null before there is a connection, and after the end. */
  private @Nullable HttpClientRequest sending() {
    Lease held = lease;
    return held == null ? null : held.request();
  }

  private void send(HttpClientRequest ready) {
    MultiMap headers = ready.headers();
    Fields fields = request.fields();
    for (int i = 0; i < fields.size(); i++) {
      headers.add(fields.name(i), fields.value(i));
    }
    ready.setChunked(request.chunked());
    ready.exceptionHandler(cause -> failed(ready, cause));
    ready.continueHandler(_ -> interim(ready, 100, new Fields()));
    ready.earlyHintsHandler(hints -> interim(ready, 103, fields(hints)));
    ready.response().onComplete(response -> responded(ready, response));
    if (requestEnded) {
      headSent = true;
      ready.end().onFailure(cause -> failed(ready, cause));
      watch();
      return;
    }
    ready.drainHandler(_ -> drained());
    listener.writable();
    if (!headSent && !over) {
      headSent = true;
      ready.sendHead().onFailure(cause -> failed(ready, cause));
      watch();
    }
  }

  private void drained() {
    if (!over) {
      watch();
      listener.writable();
    }
  }

  private void interim(HttpClientRequest from, int status, Fields fields) {
    if (over || !from.equals(sending())) {
      return;
    }
    interimResponses++;
    if (interimResponses > MAX_INTERIM_RESPONSES) {
      fail(
          new UpstreamFailure(
              Reason.UPSTREAM_BAD_RESPONSE, request.url() + ": too many interim responses"));
      return;
    }
    watch();
    listener.informational(status, fields);
  }

  @Override
  public void write(ByteBuf piece) {
    HttpClientRequest target = sending();
    if (over || target == null || requestEnded) {
      ReferenceCountUtil.release(piece);
      return;
    }
    headSent = true;
    bodySent = true;
    // Vert.x never releases what it is given: the piece is ours until it is written or refused.
    driver.inContext(() ->
        target
            .write(Buffer.buffer(piece))
            .onComplete(written -> {
              piece.release();
              if (written.failed()) {
                failed(target, written.cause());
              }
            }));
    watch();
  }

  @Override
  public void end(Fields trailers) {
    if (over || requestEnded) {
      return;
    }
    requestEnded = true;
    HttpClientRequest target = sending();
    if (target != null) {
      headSent = true;
      driver.inContext(() -> target.end().onFailure(cause -> failed(target, cause)));
      watch();
    }
  }

  @Override
  public boolean isWritable() {
    HttpClientRequest target = sending();
    return !over && target != null && !requestEnded && !target.writeQueueFull();
  }

  private void responded(HttpClientRequest from, AsyncResult<HttpClientResponse> result) {
    if (result.failed()) {
      failed(from, result.cause());
      return;
    }
    if (over) {
      return;
    }
    responded = true;
    HttpClientResponse response = result.result();
    receiving = response;
    response.exceptionHandler(cause -> failed(from, cause));
    response.handler(this::piece);
    response.endHandler(_ -> responseEnded(response));
    if (paused) {
      response.pause();
    }
    watch();
    listener.head(
        new ResponseHead(
            response.statusCode(), response.statusMessage(), fields(response.headers())));
  }

  private void piece(Buffer buffer) {
    ByteBuf bytes = buffer.getByteBuf();
    if (over) {
      ReferenceCountUtil.release(bytes);
      return;
    }
    watch();
    listener.body(bytes);
  }

  private void responseEnded(HttpClientResponse response) {
    if (over) {
      return;
    }
    if (requestEnded) {
      finish();
    } else {
      // RFC 9112 §9.5: what is left of the request will not be sent, so the connection ends too.
      giveUp();
    }
    listener.ended(fields(response.trailers()));
  }

  private static Fields fields(MultiMap headers) {
    Fields fields = new Fields();
    for (Map.Entry<String, String> header : headers) {
      fields.add(header.getKey(), header.getValue());
    }
    return fields;
  }

  @Override
  public void pause() {
    if (!paused && !over) {
      paused = true;
      if (receiving != null) {
        receiving.pause();
      }
      watch();
    }
  }

  @Override
  public void resume() {
    if (paused && !over) {
      paused = false;
      watch();
      HttpClientResponse response = receiving;
      if (response != null) {
        driver.inContext(response::resume);
      }
    }
  }

  @Override
  public void abort() {
    if (!over) {
      giveUp();
    }
  }

  /**
   * The clock runs while it is the upstream's turn: to take what we wrote, to answer what we asked,
   * or to go on with an answer it has begun.
   */
  private void watch() {
    HttpClientRequest target = sending();
    boolean upstreamsTurn =
        !over
            && target != null
            && !paused
            && (requestEnded || responded || target.writeQueueFull());
    if (upstreamsTurn) {
      silence.arm(request.settings().timeout().toMillis());
    } else {
      silence.disarm();
    }
  }

  private void silent() {
    fail(new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, request.url() + ": no byte in time"));
  }

  private void failed(HttpClientRequest from, Throwable cause) {
    if (over || !from.equals(sending())) {
      return;
    }
    UpstreamFailure failure = UpstreamFailure.ofExchange(cause, request.url().toString());
    if (failure.reason() == Reason.UPSTREAM_RESET && mayRetry()) {
      release();
      retried = true;
      headSent = false;
      start();
      return;
    }
    fail(failure);
  }

  /**
   * A pooled connection may have been closed just as it was taken; RFC 9110 §9.2.2 says who may try
   * again.
   */
  private boolean mayRetry() {
    Lease held = lease;
    return !retried
        && (held == null || !held.received().any())
        && !bodySent
        && (request.isIdempotent() || !headSent);
  }

  private void fail(UpstreamFailure failure) {
    giveUp();
    listener.failed(failure);
  }

  /** Ends in the middle: the connection goes with it. */
  private void giveUp() {
    Lease held = lease;
    finish();
    if (held != null) {
      held.reset();
    }
  }

  private void finish() {
    over = true;
    silence.disarm();
    release();
  }

  private void release() {
    Lease held = lease;
    lease = null;
    if (held != null) {
      held.release().run();
    }
  }
}
