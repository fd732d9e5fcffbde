package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.metrics.Reason;

/**
 * An {@link UpstreamExchange} on Vert.x's HttpClient: one attempt, or a second one where the first
 * met a connection that the upstream had closed, under the clock of the upstream's silence.
 *
 * <p>The second attempt is made once, on a connection of its own, and only where the request may be
 * repeated (RFC 9110 §9.2.2).
 */
final class HttpClientExchange implements UpstreamExchange, HttpClientAttempt.Owner {
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

  private @Nullable HttpClientAttempt attempt;
  private boolean retried;
  private boolean requestEnded;
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
        HttpClientAttempt begun = new HttpClientAttempt(ready.lease(), this);
        if (over) {
          // Nobody waits any more.
          begun.reset();
        } else {
          begin(begun);
        }
      }
    }
  }

  private void begin(HttpClientAttempt begun) {
    attempt = begun;
    try {
      begun.begin(request, requestEnded);
    } catch (RuntimeException e) {
      // The client found something to refuse in what we made of the request.
      LOG.error("a request could not be sent", e);
      fail(new UpstreamFailure(Reason.INTERNAL, request.url() + ": " + e.getMessage()));
    }
    watch();
  }

  // ---- The request

  @Override
  public void writable() {
    watch();
    listener.writable();
  }

  @Override
  public void write(ByteBuf piece) {
    HttpClientAttempt to = attempt;
    if (over || to == null || requestEnded) {
      piece.release();
      return;
    }
    to.write(piece);
    watch();
  }

  @Override
  public void end(Fields trailers) {
    if (over || requestEnded) {
      return;
    }
    requestEnded = true;
    if (attempt != null) {
      attempt.end();
      watch();
    }
  }

  @Override
  public boolean isWritable() {
    HttpClientAttempt to = attempt;
    return !over && to != null && !requestEnded && to.isWritable();
  }

  // ---- The response

  @Override
  public void interim(int status, Fields fields) {
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
  public void head(ResponseHead head) {
    responded = true;
    if (paused && attempt != null) {
      attempt.pause();
    }
    watch();
    listener.head(head);
  }

  @Override
  public void body(ByteBuf piece) {
    watch();
    listener.body(piece);
  }

  @Override
  public void ended(Fields trailers) {
    // RFC 9112 §9.5: what is left of a request will not be sent, so its connection ends too.
    finish(requestEnded);
    listener.ended(trailers);
  }

  @Override
  public void pause() {
    if (!paused && !over) {
      paused = true;
      if (attempt != null) {
        attempt.pause();
      }
      watch();
    }
  }

  @Override
  public void resume() {
    if (paused && !over) {
      paused = false;
      watch();
      if (attempt != null) {
        attempt.resume();
      }
    }
  }

  // ---- Silence, failures and ends

  /**
   * The clock runs while it is the upstream's turn: to take what we wrote, to answer what we asked,
   * or to go on with an answer it has begun.
   */
  private void watch() {
    HttpClientAttempt with = attempt;
    boolean upstreamsTurn =
        !over && with != null && !paused && (requestEnded || responded || !with.isWritable());
    if (upstreamsTurn) {
      silence.arm(request.settings().timeout().toMillis());
    } else {
      silence.disarm();
    }
  }

  private void silent() {
    fail(new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, request.url() + ": no byte in time"));
  }

  @Override
  public void failed(Throwable cause) {
    UpstreamFailure failure = UpstreamFailure.ofExchange(cause, request.url().toString());
    HttpClientAttempt first = attempt;
    boolean reset = failure.reason() == Reason.UPSTREAM_RESET;
    if (reset && !retried && first != null && first.isRepeatable(request)) {
      attempt = null;
      retried = true;
      first.release();
      // Connecting has a clock of its own.
      watch();
      start();
    } else {
      fail(failure);
    }
  }

  private void fail(UpstreamFailure failure) {
    finish(false);
    listener.failed(failure);
  }

  @Override
  public void abort() {
    if (!over) {
      finish(false);
    }
  }

  /**
   * @param cleanly whether the connection is as good as it was
   */
  private void finish(boolean cleanly) {
    over = true;
    silence.disarm();
    HttpClientAttempt last = attempt;
    attempt = null;
    if (last == null) {
      return;
    }
    if (cleanly) {
      last.release();
    } else {
      last.reset();
    }
  }
}
