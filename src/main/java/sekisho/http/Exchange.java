package sekisho.http;

import io.netty.buffer.ByteBuf;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;
import sekisho.http.ResponseWriter.Framing;
import sekisho.message.BodyDecoder;
import sekisho.message.BodyFraming;
import sekisho.message.Fields;
import sekisho.message.LoopScratch;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.model.HttpRoute;
import sekisho.runtime.Generation;
import sekisho.upstream.FailureLog;
import sekisho.upstream.ResponseHead;
import sekisho.upstream.UpstreamExchange;
import sekisho.upstream.UpstreamFailure;
import sekisho.upstream.UpstreamRequest;

/**
 * One request and its response: decides where it goes, carries both bodies, and ends with one line
 * in the access log, whatever happened.
 */
final class Exchange implements UpstreamExchange.Listener {
  /** The longest chunk line or trailer section that the decoder copies, in bytes. */
  private static final int DECODER_SCRATCH_BYTES = 8192;

  private static final Fields NO_TRAILERS = new Fields();

  private final HttpConnection connection;
  private final Generation generation;
  private final RequestHead request;
  private final String requestId = RequestId.next();
  private final long startNanos = System.nanoTime();
  private final long startMillis = System.currentTimeMillis();
  private final BodyDecoder bodyDecoder;

  private RequestTarget.@Nullable Resource target;
  private @Nullable HttpRoute route;
  private @Nullable UpstreamExchange upstream;

  private boolean requestEnded;
  private boolean uploadStopped;
  private boolean responding;
  private boolean persistent;
  private boolean distrusted;
  private boolean done;
  private int status;
  private @Nullable Reason reason;
  private long requestBytes;
  private long responseBytes;

  Exchange(HttpConnection connection, Generation generation, RequestHead request) {
    this.connection = connection;
    this.generation = generation;
    this.request = request;
    this.requestEnded = !request.hasBody();
    this.bodyDecoder =
        new BodyDecoder(request.framing(), LoopScratch.ofAtLeast(DECODER_SCRATCH_BYTES));
  }

  // ---- The request

  void begin() {
    String expect = request.fields().joined("Expect");
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      // RFC 9110 §10.1.1: an expectation we cannot meet.
      answer(Reason.EXPECTATION_FAILED);
      return;
    }
    switch (RequestTarget.of(request)) {
      case RequestTarget.Refused refused -> {
        // Who frames a head wrongly is not asked where the next one begins (RFC 9112 §11.2).
        distrusted = true;
        answer(refused.reason());
      }
      case RequestTarget.Server _ -> answer(OwnAnswer.empty(200), null);
      case RequestTarget.Resource resource -> {
        target = resource;
        route(resource);
      }
    }
  }

  private void route(RequestTarget.Resource resource) {
    switch (Routing.of(request.method(), resource, generation.httpRouter())) {
      case Routing.Refused refused -> refuse(refused);
      case Routing.Routed routed -> {
        route = routed.route();
        forward(resource, routed);
      }
    }
  }

  private void refuse(Routing.Refused refused) {
    OwnAnswer answer = OwnAnswer.of(refused.reason(), requestId, accept());
    refused.fields().forEach(answer.fields()::add);
    answer(answer, refused.reason());
  }

  private void forward(RequestTarget.Resource resource, Routing.Routed routed) {
    HttpRoute taken = routed.route();
    UpstreamRequest onward =
        new UpstreamRequest(
            taken.upstream(),
            taken.upstreamSettings(),
            request.method(),
            routed.upstreamTarget(),
            RequestRewrite.fields(request, resource, taken, connection.client(), requestId),
            request.framing() instanceof BodyFraming.Chunked,
            request.hasBody());
    UpstreamExchange exchange =
        generation.upstreams().of(connection.eventLoop()).exchange(onward, this);
    upstream = exchange;
    exchange.start();
  }

  /** Whether request body bytes are of use now: they are read only then. */
  boolean wantsBody() {
    UpstreamExchange to = upstream;
    return !requestEnded && !uploadStopped && !done && to != null && to.isWritable();
  }

  boolean isRequestEnded() {
    return requestEnded;
  }

  /** Moves what it can of {@code in} to the upstream; {@code in} stays the caller's. */
  void takeBody(ByteBuf in) {
    while (wantsBody()) {
      switch (bodyDecoder.decode(in)) {
        case BodyDecoder.Incomplete _ -> {
          return;
        }
        case BodyDecoder.Data data -> {
          requestBytes += data.bytes().readableBytes();
          sendTo(data.bytes());
        }
        case BodyDecoder.End end -> {
          requestEnded = true;
          if (upstream != null) {
            upstream.end(end.trailers());
          }
        }
        case BodyDecoder.Malformed malformed -> fail(Refusals.of(malformed.malformation()));
      }
    }
  }

  private void sendTo(ByteBuf piece) {
    if (upstream != null) {
      upstream.write(piece);
    } else {
      piece.release();
    }
  }

  @Override
  public void writable() {
    if (!done) {
      connection.bodyWanted();
    }
  }

  // ---- The response

  @Override
  public void informational(int informationalStatus, Fields fields) {
    // RFC 9110 §15.2: an HTTP/1.0 client knows no interim responses.
    if (!done && !responding && !request.isHttp10()) {
      connection.writer().informational(informationalStatus, ResponseRewrite.interim(fields));
    }
  }

  @Override
  public void head(ResponseHead head) {
    responding = true;
    status = head.status();
    if (!requestEnded) {
      // An answer before the end of the question: what is left of it is not wanted any more.
      uploadStopped = true;
    }
    Framing framing = ResponseFraming.of(request, head);
    persistent = requestEnded && framing != Framing.UNTIL_CLOSE && connection.mayPersist(request);
    Fields fields =
        ResponseRewrite.fields(
            head.fields(), generation.configuration().proxy().http().serverHeader());
    ResponseFraming.apply(fields, framing, status, request, persistent);
    connection.writer().head(status, head.reason(), fields, framing);
  }

  @Override
  public void body(ByteBuf piece) {
    if (done) {
      piece.release();
      return;
    }
    if (!request.isHead()) {
      responseBytes += piece.readableBytes();
    }
    connection.writer().body(piece);
    if (!connection.writer().isWritable() && upstream != null) {
      upstream.pause();
    }
  }

  /** The client has taken enough: the upstream may go on. */
  void clientWritable() {
    if (upstream != null && !done) {
      upstream.resume();
    }
  }

  @Override
  public void ended(Fields trailers) {
    connection.writer().end(request.isHttp10() ? NO_TRAILERS : trailers, this::answered);
  }

  @Override
  public void failed(UpstreamFailure failure) {
    FailureLog.add(responding ? Level.DEBUG : Level.INFO, failure);
    reason = failure.reason();
    if (!responding) {
      answer(failure.reason());
      return;
    }
    finish(HttpConnection.After.TRUNCATE);
  }

  // ---- Ends

  /** Something is wrong with the request after its head was taken: answered, if nothing was yet. */
  void fail(Reason why) {
    if (done) {
      return;
    }
    abortUpstream();
    reason = why;
    if (responding) {
      finish(HttpConnection.After.TRUNCATE);
    } else {
      answer(why);
    }
  }

  /** The client has gone, or takes nothing: nobody is there to answer. */
  void abandon(Reason why) {
    if (!done) {
      abortUpstream();
      reason = why;
      status = why.status();
      finish(HttpConnection.After.TRUNCATE);
    }
  }

  private void abortUpstream() {
    if (upstream != null) {
      upstream.abort();
    }
  }

  private void answer(Reason why) {
    answer(OwnAnswer.of(why, requestId, accept()), why);
  }

  private void answer(OwnAnswer answer, @Nullable Reason why) {
    responding = true;
    reason = why;
    status = answer.status();
    persistent = requestEnded && !distrusted && connection.mayPersist(request);
    connection.writeAnswer(answer, request, persistent);
    responseBytes = request.isHead() ? 0 : answer.body().length();
    connection.writer().whenWritten(this::answered);
  }

  private @Nullable String accept() {
    return request.fields().joined("Accept");
  }

  /** The client has the whole answer. */
  private void answered() {
    if (persistent) {
      finish(HttpConnection.After.NEXT_REQUEST);
    } else {
      // Also when it is our decision to close: the client may have sent its next request by now.
      boolean moreMayCome = !requestEnded || distrusted || HttpConnection.wantsToPersist(request);
      finish(moreMayCome ? HttpConnection.After.LINGER : HttpConnection.After.CLOSE);
    }
  }

  private void finish(HttpConnection.After after) {
    if (!done) {
      done = true;
      connection.ended(entry(), after);
    }
  }

  private AccessEntry entry() {
    HttpRoute taken = route;
    return new AccessEntry(
        startMillis,
        connection.client().clientAddress(),
        request.method(),
        target == null ? request.fields().first("Host") : target.authority(),
        target == null ? request.target() : target.path(),
        target == null ? null : target.query(),
        request.isHttp10() ? "HTTP/1.0" : "HTTP/1.1",
        status,
        reason,
        requestBytes,
        responseBytes,
        (System.nanoTime() - startNanos) / 1000,
        taken == null ? 0 : taken.line(),
        taken == null ? null : taken.upstream().toString(),
        requestId,
        request.fields().first("User-Agent"),
        connection.client());
  }
}
