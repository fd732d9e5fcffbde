package sekisho.upstream;

import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;

/**
 * Gets a connection for one request: resolves the upstream's name and tries every address in turn,
 * since the client would try one.
 *
 * <p>Calls back exactly once, in the event loop, possibly before {@link #start} returns.
 */
final class RequestOpening {
  private final HttpDriver driver;
  private final Resolver resolver;
  private final UpstreamRequest request;
  private final boolean pooled;
  private final Consumer<Opened> callback;

  private List<InetAddress> inetAddresses = List.of();
  private List<SocketAddress> addresses = List.of();
  private int address;
  private @Nullable UpstreamFailure failureBefore;

  /** What came of it. */
  sealed interface Opened {}

  /**
   * @param lease the receiver's to release
   */
  record Ready(Lease lease) implements Opened {}

  record Failed(UpstreamFailure failure) implements Opened {}

  /**
   * @param pooled false: on a connection of its own, for a second try, since a second pooled one
   *     may be as dead as the first
   */
  RequestOpening(
      HttpDriver driver,
      Resolver resolver,
      UpstreamRequest request,
      boolean pooled,
      Consumer<Opened> callback) {
    this.driver = driver;
    this.resolver = resolver;
    this.request = request;
    this.pooled = pooled;
    this.callback = callback;
  }

  void start() {
    switch (request.url().server()) {
      case TcpUpstream.UnixSocket unix -> {
        addresses = List.of(SocketAddress.domainSocketAddress(unix.path().toString()));
        connect();
      }
      case TcpUpstream.HostPort target -> resolver.resolve(target.host(), r -> resolved(r, target));
    }
  }

  private void resolved(Resolver.Resolution resolution, TcpUpstream.HostPort target) {
    switch (resolution) {
      case Resolver.Unresolved unresolved ->
          callback.accept(
              new Failed(new UpstreamFailure(Reason.UPSTREAM_UNRESOLVED, unresolved.why())));
      case Resolver.Resolved resolved -> {
        inetAddresses = resolved.addresses();
        addresses =
            resolved.addresses().stream()
                .map(a -> SocketAddress.inetSocketAddress(new InetSocketAddress(a, target.port())))
                .toList();
        connect();
      }
    }
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
    driver.inContext(() -> driver.client(pooled).request(options).onComplete(this::attempted));
  }

  /** The name that SNI and certificate verification go by. */
  private String host() {
    return request.url().server() instanceof TcpUpstream.HostPort target
        ? target.host()
        : "localhost";
  }

  private void attempted(AsyncResult<HttpClientRequest> attempt) {
    if (attempt.succeeded()) {
      if (address > 0 && request.url().server() instanceof TcpUpstream.HostPort target) {
        resolver.prefer(target.host(), inetAddresses.get(address));
      }
      callback.accept(new Ready(driver.lease(attempt.result(), pooled)));
      return;
    }
    UpstreamFailure telling =
        moreTelling(UpstreamFailure.ofConnect(attempt.cause(), request.url().toString()));
    failureBefore = telling;
    address++;
    if (address < addresses.size()) {
      connect();
    } else {
      callback.accept(new Failed(telling));
    }
  }

  /** An address that was reached and not believed says more than one where nobody is. */
  private UpstreamFailure moreTelling(UpstreamFailure latest) {
    UpstreamFailure before = failureBefore;
    return before != null && before.reason() == Reason.UPSTREAM_TLS ? before : latest;
  }
}
