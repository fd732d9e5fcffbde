package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.message.ResponseHead;
import sekisho.metrics.Reason;

/**
 * One request on a pooled or new connection, or a second time on a fresh one where the first had
 * been closed by the upstream, under the clock of the upstream's silence.
 *
 * <p>The second attempt is made once, and only where the request may be repeated (RFC 9110 §9.2.2).
 */
final class HttpExchange implements UpstreamExchange, UpstreamConnection.User {
  private final ConnectionSource connections;
  private final UpstreamRequest request;
  private final Origin origin;
  private final Listener listener;
  private final Deadline silence;

  private @Nullable UpstreamConnection connection;
  private @Nullable Dialer attempt;
  private boolean retried;
  private boolean bodySent;

  /** Whether the client waits for the upstream's word before it sends (RFC 9110 §10.1.1). */
  private boolean awaitsContinue;

  private boolean requestEnded;
  private boolean responded;
  private boolean paused;
  private boolean over;

  /** What the connection had carried when the clock was set. */
  private long carriedWhenArmed;

  HttpExchange(
      ConnectionSource connections,
      Deadlines deadlines,
      UpstreamRequest request,
      Listener listener) {
    this.connections = connections;
    this.request = request;
    this.origin = Origin.of(request.url(), request.settings().tls());
    this.listener = listener;
    this.requestEnded = !request.bodyFollows();
    this.awaitsContinue = request.fields().contains("Expect");
    this.silence = deadlines.create(this::silent);
  }

  @Override
  public void start() {
    UpstreamConnection idle = connections.idle(origin);
    if (idle != null) {
      begin(idle);
    } else {
      open();
    }
  }

  private void open() {
    attempt = connections.open(origin, request.settings().connectTimeout(), this::opened);
  }

  private void opened(ConnectionSource.Opened opened) {
    switch (opened) {
      case ConnectionSource.Failed failed -> fail(failed.failure());
      case ConnectionSource.Ready ready -> begin(ready.connection());
    }
  }

  private void begin(UpstreamConnection begun) {
    connection = begun;
    begun.begin(request, this);
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
    UpstreamConnection to = connection;
    if (over || to == null || requestEnded) {
      piece.release();
      return;
    }
    bodySent = true;
    awaitsContinue = false;
    to.write(piece);
    watch();
  }

  @Override
  public void end(Fields trailers) {
    UpstreamConnection to = connection;
    if (over || to == null || requestEnded) {
      return;
    }
    requestEnded = true;
    // The end of a chunked body is as gone as a piece of it: it is not kept for a second try.
    bodySent = true;
    to.end(trailers);
    watch();
  }

  @Override
  public boolean isWritable() {
    UpstreamConnection to = connection;
    return !over && to != null && !requestEnded && to.isWritable();
  }

  // ---- The response

  @Override
  public void interim(ResponseHead head) {
    awaitsContinue = false;
    watch();
    listener.interim(head);
  }

  @Override
  public void head(ResponseHead head) {
    responded = true;
    watch();
    listener.head(head);
  }

  @Override
  public void body(ByteBuf piece) {
    watch();
    listener.body(piece);
  }

  @Override
  public boolean wantsBody() {
    return !paused;
  }

  @Override
  public void ended(Fields trailers) {
    finish();
    listener.ended(trailers);
  }

  @Override
  public void switched(ResponseHead head, Channel channel, @Nullable ByteBuf first) {
    finish();
    listener.switched(head, channel, first);
  }

  @Override
  public void pause() {
    if (!paused && !over) {
      paused = true;
      watch();
    }
  }

  @Override
  public void resume() {
    UpstreamConnection from = connection;
    if (paused && !over) {
      paused = false;
      watch();
      if (from != null) {
        from.readOn();
      }
    }
  }

  // ---- Silence, failures and ends

  /**
   * The clock runs while it is the upstream's turn: to take what we wrote, to answer what we asked,
   * or to go on with an answer it has begun.
   */
  private void watch() {
    UpstreamConnection with = connection;
    if (with != null && isUpstreamsTurn(with)) {
      carriedWhenArmed = with.carriedBytes();
      silence.arm(request.settings().timeout().toMillis());
    } else {
      silence.disarm();
    }
  }

  private boolean isUpstreamsTurn(UpstreamConnection with) {
    return !paused && (requestEnded || responded || awaitsContinue || !with.isWritable());
  }

  private void silent() {
    UpstreamConnection with = connection;
    if (with != null && with.carriedBytes() > carriedWhenArmed) {
      // A slow one: it took some of what waits for it, or gave a part of what it owes.
      watch();
      return;
    }
    abort();
    listener.failed(
        new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, request.url() + ": no byte in time"));
  }

  @Override
  public void broken(UpstreamFailure failure) {
    UpstreamConnection lost = connection;
    connection = null;
    if (lost == null || failure.reason() != Reason.UPSTREAM_RESET) {
      fail(failure);
      return;
    }
    NoRetry why = noRetry(lost);
    if (why != null) {
      fail(failure.because(why));
      return;
    }
    retried = true;
    // Connecting has a clock of its own.
    watch();
    listener.retrying(failure);
    // Not a pooled one: a second may be as dead as the first.
    open();
  }

  /** Why the request may not be sent again (RFC 9110 §9.2.2); null: it may. */
  private @Nullable NoRetry noRetry(UpstreamConnection lost) {
    if (lost.hasAnswered()) {
      return NoRetry.RESPONSE_BEGUN;
    }
    if (retried) {
      return NoRetry.SECOND_TRY;
    }
    if (bodySent) {
      return NoRetry.BODY_SENT;
    }
    boolean repeatable = request.isIdempotent() || lost.hasWrittenNothing();
    return repeatable ? null : NoRetry.NOT_IDEMPOTENT;
  }

  private void fail(UpstreamFailure failure) {
    finish();
    listener.failed(failure);
  }

  @Override
  public void abort() {
    UpstreamConnection with = connection;
    if (!over) {
      finish();
      if (with != null) {
        with.abort();
      }
    }
  }

  private void finish() {
    over = true;
    connection = null;
    silence.disarm();
    if (attempt != null) {
      attempt.cancel();
      attempt = null;
    }
  }
}
