package sekisho.upstream;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's HttpClient for one event loop and one kind of upstream settings, and the count of its
 * idle connections that the client itself does not bound.
 */
final class HttpDriver {
  private static final Logger LOG = Logger.getLogger(HttpDriver.class);

  private final VertxInternal vertx;
  private final ContextInternal context;
  private final HttpClientSettings settings;
  private final int maxIdle;
  private final HttpClient pooled;
  private @Nullable HttpClient fresh;

  /** Connections of each upstream address: all, and those in an exchange. */
  private final Map<Object, Counts> counts = new HashMap<>();

  private static final class Counts {
    int open;
    int busy;
  }

  HttpDriver(
      VertxInternal vertx, ContextInternal context, HttpClientSettings settings, int maxIdle) {
    this.vertx = vertx;
    this.context = context;
    this.settings = settings;
    this.maxIdle = maxIdle;
    this.pooled = create();
    this.pooled.connectionHandler(this::opened);
  }

  private HttpClient create() {
    return vertx.createHttpClient(settings.client(), settings.pool());
  }

  private void opened(HttpConnection connection) {
    prepare(connection);
    Channel channel = channel(connection);
    Object address = connection.remoteAddress();
    Counts endpoint = counts.computeIfAbsent(address, _ -> new Counts());
    endpoint.open++;
    channel
        .closeFuture()
        .addListener(_ -> {
          endpoint.open--;
          if (endpoint.open == 0) {
            // A name may have many addresses in the course of time.
            counts.remove(address, endpoint);
          }
        });
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channelHandlerContext().channel();
  }

  /** What a new connection gets, whichever client it is of. */
  private static void prepare(HttpConnection connection) {
    Channel channel = channel(connection);
    TcpOptions.boundReceiveWindow(channel);
    ReceivedBytes.install(channel.pipeline());
    quiet(connection);
  }

  /**
   * What goes wrong is told to the exchange; unheard here, the client would log each upstream's
   * words as an error.
   */
  private static void quiet(HttpConnection connection) {
    connection.exceptionHandler(
        cause -> LOG.debugf("connection to %s: %s", connection.remoteAddress(), cause));
  }

  /** The client's calls have to come from its Vert.x context: runs {@code calls} there, now. */
  void inContext(Runnable calls) {
    ContextInternal previous = context.beginDispatch();
    try {
      calls.run();
    } finally {
      context.endDispatch(previous);
    }
  }

  /**
   * @param fromPool false: every connection is new, as long as each is closed after its one
   *     exchange
   */
  HttpClient client(boolean fromPool) {
    if (fromPool) {
      return pooled;
    }
    HttpClient existing = fresh;
    if (existing == null) {
      existing = create();
      existing.connectionHandler(HttpDriver::prepare);
      fresh = existing;
    }
    return existing;
  }

  /** An exchange begins on the connection that {@code request} has got. */
  Lease lease(HttpClientRequest request, boolean fromPool) {
    HttpConnection connection = request.connection();
    Counts endpoint = fromPool ? counts.get(connection.remoteAddress()) : null;
    if (endpoint != null) {
      endpoint.busy++;
    }
    return new Lease(
        this,
        request,
        ReceivedBytes.restart(channel(connection).pipeline()),
        () -> ended(connection, endpoint));
  }

  /**
   * Keeps the connection for the next exchange, or closes it: for want of a pool, or since enough
   * are idle.
   */
  private void ended(HttpConnection connection, @Nullable Counts endpoint) {
    if (endpoint != null) {
      endpoint.busy--;
    }
    if (endpoint == null || endpoint.open - endpoint.busy > maxIdle) {
      var _ = connection.close();
    }
  }

  void close() {
    var _ = pooled.close();
    if (fresh != null) {
      var _ = fresh.close();
    }
  }
}
