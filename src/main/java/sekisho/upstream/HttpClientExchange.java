package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;

/**
 * An {@link UpstreamExchange} on Vert.x's HttpClient.
 *
 * <p>Tries every address of the upstream in turn. Retries once, where the request may be repeated,
 * and on a connection of its own, when the first was closed by the upstream before it answered (RFC
 * 9110 §9.2.2).
 */
final class HttpClientExchange implements UpstreamExchange {
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

  private List<SocketAddress> addresses = List.of();
  private int address;
  private @Nullable UpstreamFailure connectFailure;
  private boolean retried;
  private @Nullable HttpClientRequest sending;
  private @Nullable HttpClientResponse receiving;
  private boolean headSent;
  private boolean requestEnded;
  private boolean bodySent;
  private int interimResponses;
  private boolean responded;
  private boolean paused;
  private boolean busy;
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
    switch (request.url().server()) {
      case TcpUpstream.UnixSocket unix -> {
        addresses = List.of(SocketAddress.domainSocketAddress(unix.path().toString()));
        connect();
      }
      case TcpUpstream.HostPort target -> resolver.resolve(target.host(), r -> resolved(r, target));
    }
  }

  private void resolved(Resolver.Resolution resolution, TcpUpstream.HostPort target) {
    if (over) {
      return;
    }
    switch (resolution) {
      case Resolver.Unresolved unresolved ->
          fail(new UpstreamFailure(Reason.UPSTREAM_UNRESOLVED, unresolved.why()));
      case Resolver.Resolved resolved -> {
        addresses =
            resolved.addresses().stream().map(a -> socketAddress(a, target.port())).toList();
        connect();
      }
    }
  }

  private static SocketAddress socketAddress(InetAddress address, int port) {
    return SocketAddress.inetSocketAddress(new InetSocketAddress(address, port));
  }

  private void connect() {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setServer(addresses.get(address))
            .setHost(host())
            .setSsl(request.url().secure())
            .setURI(request.target());
    if (request.url().server() instanceof TcpUpstream.HostPort target) {
      options.setPort(target.port());
    }
    driver.inContext(() -> client().request(options).onComplete(this::connected));
  }

  /** A second pooled connection may be as dead as the first. */
  private HttpClient client() {
    return retried ? driver.freshClient() : driver.client();
  }

  /** The name that SNI and certificate verification go by. */
  private String host() {
    return request.url().server() instanceof TcpUpstream.HostPort target
        ? target.host()
        : "localhost";
  }

  private void connected(AsyncResult<HttpClientRequest> attempt) {
    if (attempt.failed()) {
      if (over) {
        return;
      }
      addressFailed(UpstreamFailure.ofConnect(attempt.cause(), request.url().toString()));
      return;
    }
    HttpClientRequest ready = attempt.result();
    if (over) {
      // Nobody waits any more; nothing was sent, so a pooled connection stays good.
      ready.reset();
      if (retried) {
        var _ = ready.connection().close();
      }
      return;
    }
    busy = true;
    if (!retried) {
      driver.busy(ready.connection());
    }
    sending = ready;
    send(ready);
  }

  /** One that was reached and not believed says more than one where nobody is. */
  private void addressFailed(UpstreamFailure failure) {
    UpstreamFailure before = connectFailure;
    UpstreamFailure telling =
        before != null && before.reason() == Reason.UPSTREAM_TLS ? before : failure;
    connectFailure = telling;
    address++;
    if (address < addresses.size()) {
      connect();
    } else {
      fail(telling);
    }
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
    if (over || !from.equals(sending)) {
      return;
    }
    interimResponses++;
    if (interimResponses > MAX_INTERIM_RESPONSES) {
      fail(
          new UpstreamFailure(
              Reason.UPSTREAM_BAD_RESPONSE, request.url() + ": too many interim responses"));
      driver.inContext(from::reset);
      return;
    }
    watch();
    listener.informational(status, fields);
  }

  @Override
  public void write(ByteBuf piece) {
    HttpClientRequest target = sending;
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
    HttpClientRequest target = sending;
    if (target != null) {
      headSent = true;
      driver.inContext(() -> target.end().onFailure(cause -> failed(target, cause)));
      watch();
    }
  }

  @Override
  public boolean isWritable() {
    HttpClientRequest target = sending;
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
    boolean early = !requestEnded;
    HttpClientRequest target = sending;
    finish();
    listener.ended(fields(response.trailers()));
    if (early && target != null) {
      // RFC 9112 §9.5: what is left of the request will not be sent, so the connection cannot go
      // on.
      driver.inContext(target::reset);
    }
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
      HttpClientRequest target = sending;
      finish();
      if (target != null) {
        driver.inContext(target::reset);
      }
    }
  }

  /**
   * The clock runs while it is the upstream's turn: to take what we wrote, or to answer what we
   * asked.
   */
  private void watch() {
    HttpClientRequest target = sending;
    boolean upstreamsTurn =
        !over && target != null && !paused && (requestEnded || target.writeQueueFull());
    if (upstreamsTurn) {
      silence.arm(request.settings().timeout().toMillis());
    } else {
      silence.disarm();
    }
  }

  private void silent() {
    HttpClientRequest target = sending;
    if (target != null) {
      fail(new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, request.url() + ": no byte in time"));
      driver.inContext(target::reset);
    }
  }

  private void failed(HttpClientRequest from, Throwable cause) {
    if (over || !from.equals(sending)) {
      return;
    }
    UpstreamFailure failure = UpstreamFailure.ofExchange(cause, request.url().toString());
    if (failure.reason() == Reason.UPSTREAM_RESET && mayRetry()) {
      release();
      retried = true;
      sending = null;
      headSent = false;
      connect();
      return;
    }
    fail(failure);
  }

  /**
   * A pooled connection may have been closed just as it was taken; RFC 9110 §9.2.2 says who may try
   * again.
   */
  private boolean mayRetry() {
    return !retried
        && !responded
        && interimResponses == 0
        && !bodySent
        && (request.isIdempotent() || !headSent);
  }

  private void fail(UpstreamFailure failure) {
    finish();
    listener.failed(failure);
  }

  private void finish() {
    over = true;
    silence.disarm();
    release();
  }

  private void release() {
    HttpClientRequest target = sending;
    if (busy && target != null) {
      busy = false;
      if (retried) {
        var _ = target.connection().close();
      } else {
        driver.idle(target.connection());
      }
    }
  }
}
