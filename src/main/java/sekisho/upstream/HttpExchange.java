package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.balance.Members;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.message.ResponseHead;
import sekisho.metrics.Reason;
import sekisho.model.UpstreamUrl;

/**
 * One request on a pooled or new connection to one of its upstreams, under the clock of the
 * upstream's silence.
 *
 * <p>Where no connection can be had, the others are tried, each once. Where the connection is lost
 * or, beside others, the upstream is silent, the request is sent a second time, once, and only if
 * it may be repeated (RFC 9110 §9.2.2).
 */
final class HttpExchange implements UpstreamExchange, Connecting.Waiting, ConnectionUser {
  private static final Logger LOG = Logger.getLogger(HttpExchange.class);

  private static final int CONTINUE = 100;

  private final UpstreamRequest request;
  private final Candidates<UpstreamUrl> upstreams;
  private final Listener listener;
  private final Connecting connecting;
  private final Silence silence;

  private @Nullable UpstreamConnection connection;
  private boolean retried;
  private boolean bodySent;

  /** Whether the client waits for the upstream's word before it sends (RFC 9110 §10.1.1). */
  private boolean awaitsContinue;

  private boolean requestEnded;
  private boolean responded;
  private boolean paused;
  private boolean over;

  HttpExchange(
      ConnectionSource connections,
      Deadlines deadlines,
      UpstreamRequest request,
      Members<UpstreamUrl> upstreams,
      Listener listener) {
    this.request = request;
    this.upstreams = new Candidates<>(upstreams);
    this.listener = listener;
    this.requestEnded = !request.bodyFollows();
    this.awaitsContinue = request.fields().contains("Expect");
    this.connecting = new Connecting(connections, this.upstreams, request, this);
    this.silence = new Silence(deadlines, request.settings().timeout(), this::silent);
  }

  @Override
  public void start() {
    upstreams.begin();
    connecting.begin();
  }

  @Override
  public void asking(UpstreamUrl upstream) {
    listener.asking(upstream);
  }

  @Override
  public void unreachable(UpstreamFailure failure) {
    listener.retrying(failure);
  }

  @Override
  public void connected(UpstreamConnection begun) {
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
    // RFC 9110 §15.2.1: no other asks for the body.
    awaitsContinue &= head.status() != CONTINUE;
    watch();
    listener.interim(head);
  }

  @Override
  public void head(ResponseHead head) {
    responded = true;
    upstreams.succeeded();
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
    upstreams.succeeded();
    upstreams.releaseWith(channel);
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
      silence.watch(with);
    } else {
      silence.rest();
    }
  }

  private boolean isUpstreamsTurn(UpstreamConnection with) {
    return !paused && (requestEnded || responded || awaitsContinue || !with.isWritable());
  }

  private void silent() {
    UpstreamConnection with = connection;
    UpstreamFailure failure =
        new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, upstreams.present() + ": no byte in time");
    connection = null;
    if (with != null) {
      with.abort();
    }
    if (!responded) {
      upstreams.failed(failure);
    }
    // One alone has had its time: only another may be asked instead.
    if (with != null && noRetry(with) == null && upstreams.turn()) {
      retry(failure);
    } else {
      failed(failure);
    }
  }

  @Override
  public void broken(UpstreamFailure failure) {
    UpstreamConnection with = connection;
    connection = null;
    if (with == null || failure.reason() != Reason.UPSTREAM_RESET) {
      lost(failure);
      return;
    }
    // One that was idle may have been closed for its age, which is no failure: an upstream that is
    // gone shows on a fresh one.
    boolean aged = with.hasServed() && !with.hasAnswered();
    if (!responded && !aged) {
      upstreams.failed(failure);
    }
    NoRetry why = noRetry(with);
    if (why == null) {
      // Another one, if there is one.
      upstreams.turn();
      retry(failure);
    } else {
      failed(failure.because(why));
    }
  }

  /** Sends the request a second time, after the first was lost. */
  private void retry(UpstreamFailure failure) {
    retried = true;
    // Connecting has a clock of its own.
    watch();
    try {
      listener.retrying(failure);
      if (!over) {
        connecting.beginAfresh();
      }
    } catch (RuntimeException | Error e) {
      // The connection that has called this is gone: it cannot tell of anything more.
      LOG.errorf(e, "%s: a second try failed unexpectedly", Reason.INTERNAL.code());
      failed(UpstreamFailure.internal(e, upstreams.present().toString()));
    }
  }

  private void lost(UpstreamFailure failure) {
    if (!responded) {
      upstreams.failed(failure);
    }
    failed(failure);
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

  @Override
  public void failed(UpstreamFailure failure) {
    if (!over) {
      abort();
      listener.failed(failure);
    }
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
    upstreams.release();
    connection = null;
    silence.rest();
    connecting.cancel();
  }
}
