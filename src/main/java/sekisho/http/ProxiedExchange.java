package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;
import sekisho.http.ResponseWriter.Framing;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.message.ResponseHead;
import sekisho.metrics.Reason;
import sekisho.model.HttpRoute;
import sekisho.model.ProxySettings;
import sekisho.model.UpstreamUrl;
import sekisho.relay.Relay.RelaySettings;
import sekisho.runtime.Generation;
import sekisho.upstream.FailureLog;
import sekisho.upstream.UpstreamExchange;
import sekisho.upstream.UpstreamFailure;
import sekisho.upstream.UpstreamRequest;

/**
 * A request that an upstream is to answer: decides where it goes, and carries both bodies. Refusals
 * and failures are answered here.
 */
final class ProxiedExchange implements Exchange, UpstreamExchange.Listener {
  private static final int CONTINUE = 100;
  private static final Fields NO_TRAILERS = new Fields();

  private final HttpConnection connection;
  private final Generation generation;
  private final RequestHead request;
  private final ClientAddress client;
  private final RequestBody requestBody;
  private final boolean webSocket;
  private final ExchangeRecord record;
  private @Nullable UpstreamExchange upstream;
  private Phase phase = Phase.ASKING;

  /** Whether the connection goes on afterwards; known when the answer begins. */
  private boolean persistent;

  /** Whether the request was so wrong that nothing after it is believed. */
  private boolean distrusted;

  private enum Phase {
    /** No final answer has begun. */
    ASKING,
    /** An answer's head is written: from here on it can be completed or cut short, not replaced. */
    ANSWERING,
    DONE
  }

  ProxiedExchange(HttpConnection connection, Generation generation, RequestHead request) {
    this.connection = connection;
    this.generation = generation;
    this.request = request;
    this.requestBody = new RequestBody(request);
    this.client = ClientAddress.of(connection.client(), proxy().trustedProxies(), request.fields());
    this.webSocket = WebSocketUpgrade.isAskedFor(request);
    this.record = new ExchangeRecord(request, client, connection.client());
  }

  // ---- The request

  @Override
  public void begin() {
    connection.writer().timeout(proxy().http().timeouts().responseWrite());
    switch (Admission.of(request, webSocket, connection.client(), generation, record)) {
      case Admission.Admitted admitted -> forward(admitted.target(), admitted.routed());
      case Admission.Itself _ -> answer(OwnAnswer.empty(200), null);
      case Admission.Refused refused -> {
        distrusted = refused.distrusted();
        answer(refused.answer(record.requestId(), accept()), refused.reason());
      }
    }
  }

  private void forward(RequestTarget.Resource resource, Routing.Routed routed) {
    HttpRoute taken = routed.route();
    connection.writer().timeout(taken.clientSettings().writeTimeout());
    if (!requestBody.allow(taken)) {
      answer(Reason.REQUEST_BODY_TOO_LARGE);
      return;
    }
    RequestSource source =
        new RequestSource(client, connection.client().identity(), record.requestId());
    UpstreamRequest onward = Onward.of(request, resource, routed, source, webSocket);
    if (onward.fields().contains("Expect")) {
      requestBody.waitsToBeAsked();
    }
    UpstreamExchange exchange =
        generation.upstreams().of(connection.eventLoop()).exchange(onward, this);
    upstream = exchange;
    exchange.start();
  }

  @Override
  public boolean wantsBody() {
    UpstreamExchange to = upstream;
    return phase != Phase.DONE && to != null && requestBody.isWantedBy(to);
  }

  @Override
  public @Nullable BodyPace expectedPace() {
    return requestBody.expectedPace();
  }

  @Override
  public void bodyTooSlow() {
    fail(requestBody.tooSlow());
  }

  @Override
  public boolean isRequestEnded() {
    return requestBody.isEnded();
  }

  @Override
  public void takeBody(ByteBuf in) {
    UpstreamExchange to = upstream;
    if (phase != Phase.DONE && to != null) {
      Reason wrong = requestBody.move(in, to);
      if (wrong != null) {
        fail(wrong);
      }
    }
  }

  @Override
  public void writable() {
    if (phase != Phase.DONE) {
      connection.bodyWanted();
    }
  }

  @Override
  public void asking(UpstreamUrl asked) {
    record.upstream(asked);
    connection.live().upstream(asked);
  }

  @Override
  public void retrying(UpstreamFailure lost) {
    record.retried();
    FailureLog.add(Level.DEBUG, lost, record.requestId());
    // Nothing is wanted of the client meanwhile.
    connection.attend();
  }

  // ---- The response

  @Override
  public void interim(ResponseHead head) {
    // RFC 9110 §15.2: an HTTP/1.0 client knows no interim responses.
    if (phase == Phase.ASKING && !request.isHttp10()) {
      connection
          .writer()
          .interim(head.status(), head.reason(), ResponseRewrite.interim(head.fields()));
    }
    // RFC 9110 §15.2.1: no other asks for the body.
    if (head.status() == CONTINUE) {
      requestBody.asked();
      connection.attend();
    }
  }

  @Override
  public void head(ResponseHead head) {
    phase = Phase.ANSWERING;
    record.answered(head.status(), null);
    Framing framing = ResponseFraming.of(request, head);
    persistent =
        requestBody.isEnded() && framing != Framing.UNTIL_CLOSE && connection.mayPersist(request);
    Fields fields = ResponseRewrite.fields(head.fields(), serverHeader(), record.responseEdits());
    ResponseFraming.apply(fields, framing, head.status(), request, persistent);
    if (head.status() == Reason.UPGRADE_REQUIRED.status()) {
      WebSocketUpgrade.offer(head.fields(), fields);
    }
    connection.writer().head(head.status(), head.reason(), fields, framing);
    if (!requestBody.isEnded()) {
      // An answer before the end of the question: what is left of it is not wanted any more.
      requestBody.stop();
      connection.attend();
    }
  }

  @Override
  public void body(ByteBuf piece) {
    if (phase == Phase.DONE) {
      piece.release();
      return;
    }
    if (!request.isHead()) {
      record.responseBytes(piece.readableBytes());
    }
    connection.writer().body(piece);
    if (!connection.writer().isWritable() && upstream != null) {
      upstream.pause();
    }
  }

  @Override
  public void clientWritable() {
    if (upstream != null && phase != Phase.DONE) {
      upstream.resume();
    }
  }

  @Override
  public void ended(Fields trailers) {
    connection
        .writer()
        .end(
            request.isHttp10() ? NO_TRAILERS : Trailers.passing(trailers, record.responseEdits()),
            this::answered);
  }

  @Override
  public void switched(ResponseHead head, Channel tunnelled, @Nullable ByteBuf first) {
    phase = Phase.ANSWERING;
    record.answered(head.status(), null);
    Fields fields = ResponseRewrite.fields(head.fields(), serverHeader(), record.responseEdits());
    WebSocketUpgrade.confirm(fields);
    connection.writer().interim(head.status(), head.reason(), fields);
    RelaySettings settings =
        new RelaySettings(record.webSocketIdleTimeout(), proxy().halfCloseTimeout());
    phase = Phase.DONE;
    connection.tunnel(tunnelled, first, settings, record);
  }

  @Override
  public void failed(UpstreamFailure failure) {
    record.lost(failure);
    Level level = phase == Phase.ASKING ? Level.INFO : Level.DEBUG;
    FailureLog.add(level, failure, record.requestId());
    end(failure.reason());
  }

  // ---- Answers of our own, and ends

  @Override
  public String requestId() {
    return record.requestId();
  }

  @Override
  public void fail(Reason why) {
    if (phase != Phase.DONE) {
      abortUpstream();
      end(why);
    }
  }

  /** Answered, if nothing was yet; else cut short. */
  private void end(Reason why) {
    if (phase == Phase.ASKING) {
      answer(why);
    } else {
      record.failed(why);
      finish(Ending.Manner.TRUNCATE);
    }
  }

  @Override
  public void abandon(Reason why) {
    if (phase != Phase.DONE) {
      abortUpstream();
      if (phase == Phase.ANSWERING && why == Reason.SHUTDOWN) {
        // Not the client's doing: it has the status that it has.
        record.failed(why);
      } else {
        record.answered(why.status(), why);
      }
      finish(Ending.Manner.TRUNCATE);
    }
  }

  private void abortUpstream() {
    if (upstream != null) {
      upstream.abort();
    }
  }

  private void answer(Reason why) {
    answer(OwnAnswer.of(why, record.requestId(), accept()), why);
  }

  private @Nullable String accept() {
    return request.fields().joined("Accept");
  }

  private void answer(OwnAnswer answer, @Nullable Reason why) {
    phase = Phase.ANSWERING;
    record.answered(answer.status(), why);
    requestBody.stop();
    connection.attend();
    persistent = requestBody.isEnded() && !distrusted && connection.mayPersist(request);
    record.responseBytes(answer.write(connection.writer(), request, persistent, serverHeader()));
    connection.writer().whenWritten(this::answered);
  }

  private boolean serverHeader() {
    return proxy().http().serverHeader();
  }

  private ProxySettings proxy() {
    return generation.configuration().proxy();
  }

  /** The client has the whole answer. */
  private void answered() {
    if (persistent) {
      finish(Ending.Manner.NEXT_REQUEST);
    } else {
      // Also when it is our decision to close: the client may have sent its next request by now.
      boolean moreMayCome = !requestBody.isEnded() || distrusted || request.asksToPersist();
      finish(moreMayCome ? Ending.Manner.LINGER : Ending.Manner.CLOSE);
    }
  }

  private void finish(Ending.Manner after) {
    if (phase != Phase.DONE) {
      phase = Phase.DONE;
      connection.ended(record.end(requestBody.bytes()), after);
    }
  }
}
