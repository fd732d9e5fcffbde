package sekisho.scrape;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import sekisho.control.CompanionServer;
import sekisho.model.ListenAddress;
import sekisho.scrape.HealthChecks.Health;

/**
 * The HTTP server of the metrics and the health checks. It runs on the event loops, where it only
 * takes requests and hands out answers; what takes time is done by {@link Rendering}.
 */
final class MetricsServer {
  private static final Logger LOG = Logger.getLogger(MetricsServer.class);

  private static final int MAX_REQUEST_LINE_BYTES = 2048;
  private static final int MAX_HEADER_BYTES = 8192;
  private static final int MAX_CONNECTIONS = 128;
  private static final int IDLE_TIMEOUT_SECONDS = 120;
  private static final String TEXT = "text/plain; charset=utf-8";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><title>Sekisho: metrics</title>
      <h1>Sekisho</h1>
      <ul>
      <li><a href="/metrics">/metrics</a>: for Prometheus and whoever reads its formats
      <li><a href="/healthz">/healthz</a>: 200 while the program is alive
      <li><a href="/readyz">/readyz</a>: 200 while it takes connections
      </ul>
      </html>
      """;

  private final HttpServer server;
  private final ListenAddress address;
  private final Rendering rendering;
  private final HealthChecks health;
  private final Context context;
  private final AtomicInteger connections = new AtomicInteger();

  private MetricsServer(
      Vertx vertx, ListenAddress address, Rendering rendering, HealthChecks health) {
    this.address = address;
    this.rendering = rendering;
    this.health = health;
    this.context = vertx.getOrCreateContext();
    this.server =
        CompanionServer.of(
                vertx,
                address,
                new HttpServerOptions()
                    .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS)
                    .setHandle100ContinueAutomatically(false))
            .connectionHandler(this::connected)
            .requestHandler(this::asked);
  }

  /** Binds; fails with the kernel's IOException when it cannot. */
  static CompletableFuture<MetricsServer> bind(
      Vertx vertx, ListenAddress address, Rendering rendering, HealthChecks health) {
    MetricsServer server = new MetricsServer(vertx, address, rendering, health);
    return server
        .server
        .listen(SocketAddress.inetSocketAddress(address.socketAddress()))
        .toCompletionStage()
        .toCompletableFuture()
        .thenApply(_ -> server);
  }

  /** What it was bound for. */
  ListenAddress address() {
    return address;
  }

  /** The port it listens on, which the kernel may have chosen. */
  int port() {
    return server.actualPort();
  }

  /** Stops listening, and closes its connections. */
  void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  private void connected(HttpConnection connection) {
    connection.closeHandler(_ -> connections.decrementAndGet());
    if (connections.incrementAndGet() > MAX_CONNECTIONS) {
      connection.close();
    }
  }

  private void asked(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    // Nothing is asked for by a body: what follows such a request is not read.
    if (request.headers().contains("Content-Length")
        || request.headers().contains("Transfer-Encoding")) {
      response.putHeader("Connection", "close");
    }
    response
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    switch (request.path()) {
      case "/metrics", "/healthz", "/readyz", "/" -> {
        if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
          answer(request, response);
        } else {
          response.putHeader("Allow", "GET, HEAD");
          answer(request, 405, TEXT, "only GET and HEAD\n");
        }
      }
      case null, default ->
          answer(request, 404, TEXT, "there are /metrics, /healthz and /readyz\n");
    }
  }

  private void answer(HttpServerRequest request, HttpServerResponse response) {
    switch (request.path()) {
      case "/metrics" -> metrics(request, response);
      case "/healthz" -> health.alive().thenAccept(alive -> later(() -> answer(request, alive)));
      case "/readyz" -> answer(request, health.ready());
      case null, default -> answer(request, 200, "text/html; charset=utf-8", PAGE);
    }
  }

  private void metrics(HttpServerRequest request, HttpServerResponse response) {
    Format format = Format.of(String.join(",", request.headers().getAll("Accept")));
    boolean gzip =
        Format.isGzipTaken(String.join(",", request.headers().getAll("Accept-Encoding")));
    rendering
        .of(new Rendering.Kind(format, gzip))
        .whenComplete((text, fault) ->
            later(() -> {
              if (fault != null) {
                LOG.error("the metrics could not be written", cause(fault));
                answer(request, 500, TEXT, "the metrics could not be written: see the log\n");
                return;
              }
              response.putHeader("Vary", "Accept, Accept-Encoding");
              if (gzip) {
                response.putHeader("Content-Encoding", "gzip");
              }
              answer(request, 200, format.contentType(), Buffer.buffer(text));
            }));
  }

  private static Throwable cause(Throwable fault) {
    return fault instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : fault;
  }

  /** Back on the server's event loop. */
  private void later(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  private static void answer(HttpServerRequest request, Health health) {
    answer(request, health.good() ? 200 : 503, TEXT, health.text() + "\n");
  }

  private static void answer(HttpServerRequest request, int status, String type, String body) {
    answer(request, status, type, Buffer.buffer(body));
  }

  private static void answer(HttpServerRequest request, int status, String type, Buffer body) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("Content-Length", Integer.toString(body.length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
  }
}
