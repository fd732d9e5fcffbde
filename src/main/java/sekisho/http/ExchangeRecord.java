package sekisho.http;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sekisho.limit.ConnectionLimiter;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;
import sekisho.model.UpstreamUrl;
import sekisho.upstream.NoRetry;
import sekisho.upstream.UpstreamFailure;

/**
 * What will be said of an exchange when it is over, gathered while it happens, and what it holds
 * until then.
 */
final class ExchangeRecord {
  /** RFC 3986 §3.2.1: what may stand before the host, and may be a secret. */
  private static final Pattern USERINFO = Pattern.compile("//[^/@]*@");

  private final String requestId;
  private final long startNanos = System.nanoTime();
  private final long startMillis = System.currentTimeMillis();
  private final RequestHead request;
  private final ClientAddress client;
  private final ClientConnection connection;

  private RequestTarget.@Nullable Resource target;
  private @Nullable HttpRoute route;
  private @Nullable UpstreamUrl upstream;
  private int status;
  private @Nullable Reason reason;
  private @Nullable Reason dryRun;
  private boolean retried;
  private @Nullable NoRetry noRetry;
  private ConnectionLimiter.@Nullable Slot slot;
  private long responseBytes;

  ExchangeRecord(RequestHead request, ClientAddress client, ClientConnection connection) {
    this.request = request;
    this.client = client;
    this.connection = connection;
    this.requestId = RequestId.of(request.fields(), client.peerIsTrusted());
  }

  String requestId() {
    return requestId;
  }

  ClientAddress client() {
    return client;
  }

  void target(RequestTarget.Resource resource) {
    target = resource;
  }

  void route(HttpRoute taken) {
    route = taken;
  }

  /** What the route taken does to the fields of a response. */
  List<FieldEdit> responseEdits() {
    return route == null ? List.of() : route.responseEdits();
  }

  /** How long a WebSocket of the route may rest; zero: for ever. */
  Duration webSocketIdleTimeout() {
    return route == null ? Duration.ZERO : route.upstreamSettings().webSocketIdleTimeout();
  }

  /** Holds what is to be given back when the exchange is over, a tunnel included. */
  void hold(ConnectionLimiter.Slot taken) {
    slot = taken;
  }

  /** It would have been refused, were it not for a dry run; the first reason counts. */
  void spared(Reason why) {
    if (dryRun == null) {
      dryRun = why;
    }
  }

  /** What the client was answered, or would have been. */
  void answered(int withStatus, @Nullable Reason why) {
    status = withStatus;
    reason = why;
  }

  /** Why it went wrong, whatever the client was answered. */
  void failed(Reason why) {
    reason = why;
  }

  /** Where the request goes, or went in the end. */
  void upstream(UpstreamUrl asked) {
    upstream = asked;
  }

  /** All that might have had it, where it came to none. */
  private @Nullable String upstream() {
    if (upstream != null) {
      return upstream.toString();
    }
    return route == null ? null : route.upstreams().toString();
  }

  /** The request is sent a second time. */
  void retried() {
    retried = true;
  }

  /** What befell the upstream, whatever comes of it. */
  void lost(UpstreamFailure failure) {
    noRetry = failure.noRetry();
  }

  void responseBytes(long more) {
    responseBytes += more;
  }

  /** The exchange is over, whatever came of it. */
  AccessEntry end(long requestBytes) {
    if (slot != null) {
      slot.release();
    }
    // A target that was refused before it was understood is told as it came.
    RequestTarget.Resource at =
        target == null ? new RequestTarget.Resource("", "", request.target()) : target;
    return new AccessEntry(
        startMillis,
        client.text(),
        request.method(),
        target == null ? request.fields().first("Host") : target.authority(),
        target == null ? USERINFO.matcher(at.path()).replaceFirst("//") : at.path(),
        at.query(),
        request.isHttp10() ? "HTTP/1.0" : "HTTP/1.1",
        status,
        reason,
        dryRun,
        retried,
        noRetry,
        requestBytes,
        responseBytes,
        (System.nanoTime() - startNanos) / 1000,
        route == null ? 0 : route.line(),
        upstream(),
        requestId,
        request.fields().first("User-Agent"),
        connection);
  }
}
