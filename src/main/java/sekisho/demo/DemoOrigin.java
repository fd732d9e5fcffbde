package sekisho.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The web site behind the quick start: a page, what the origin was sent, an echo WebSocket, and
 * slow and large bodies both ways.
 *
 * <p>Listens on {@code 127.0.0.1} and a port that the kernel chooses. Keeps nothing of what it is
 * sent. Safe to use from any thread.
 */
public final class DemoOrigin {
  private static final String HOST = "127.0.0.1";

  private final HttpServer server;

  private DemoOrigin(HttpServer server) {
    this.server = server;
  }

  /** Starts it; fails when its pages or a port cannot be had. The caller closes it. */
  public static Future<DemoOrigin> start(Vertx vertx) {
    // Reads the pages here and now: the caller is no event loop.
    Map<String, Asset> assets = Asset.all();
    HttpServerOptions options = new HttpServerOptions().setHost(HOST).setPort(0);
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> serve(request, assets, vertx))
        .listen()
        .map(DemoOrigin::new);
  }

  /** Where it is: {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://" + HOST + ":" + server.actualPort();
  }

  /** Stops it, connections and all. */
  public Future<Void> close() {
    return server.close();
  }

  private static void serve(HttpServerRequest request, Map<String, Asset> assets, Vertx vertx) {
    switch (request.path()) {
      case "/headers" -> ReceivedRequest.answer(request);
      case "/echo" -> Echo.answer(request);
      case "/slow" -> SlowLines.answer(request, vertx);
      case "/upload" -> UploadCount.answer(request);
      case "/download" -> Download.answer(request);
      case String path -> serveAsset(request, assets.get(path));
      case null -> serveAsset(request, null);
    }
  }

  private static void serveAsset(HttpServerRequest request, @Nullable Asset asset) {
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (asset == null) {
      Answer.text(request, 404, "There is nothing here.");
    } else if (!reads) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      Answer.text(request, 405, "This can only be read.");
    } else {
      Answer.body(request, 200, asset.type(), asset.content());
    }
  }
}
