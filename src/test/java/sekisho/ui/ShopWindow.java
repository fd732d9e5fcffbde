package sekisho.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The pages of a {@link Shop} in a server, under the policy of the admin server. */
final class ShopWindow implements AutoCloseable {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri"
          + " 'none'";

  private static final String CHECKED =
      """
      {"usable": true, "problems": [], "limits": [], "difference": {"changes": [], "lines": [
        {"kind": "removed", "text": "<b>old</b>"}, {"kind": "added", "text": "new"}]}}
      """;

  private static final String RELOADED =
      """
      {"published": true, "generation": 4, "problems": [], "notes": []}
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Templates templates = new Templates(Shop.TIMES);
  private final Assets assets = new Assets();
  private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile Shop shop;

  private ShopWindow(HttpServer server, Shop shop) {
    this.server = server;
    this.shop = shop;
  }

  static ShopWindow of(Shop shop) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ShopWindow window = new ShopWindow(server, shop);
    server.createContext("/", window::page);
    server.createContext("/assets/", window::asset);
    server.createContext("/live", window::live);
    server.createContext("/rpc", window::rpc);
    server.setExecutor(window.threads);
    server.start();
    return window;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Whatever is asked for from now on is of this one. */
  void show(Shop other) {
    shop = other;
  }

  /** Tells all open pages what the feed says after so many intervals. */
  void tell(int step) {
    byte[] snapshot = new Feed(shop.history(), () -> shop.sample(step), Shop.TIMES).snapshot();
    streams.removeIf(stream -> !isTold(stream, snapshot));
  }

  /** False: the page was left. */
  private static boolean isTold(OutputStream stream, byte[] snapshot) {
    try {
      stream.write("data: ".getBytes(UTF_8));
      stream.write(snapshot);
      stream.write("\n\n".getBytes(UTF_8));
      stream.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends all streams, and lets none begin. */
  void cutStreams() throws IOException {
    cut = true;
    for (OutputStream stream : streams) {
      stream.close();
    }
    streams.clear();
  }

  void mendStreams() {
    cut = false;
  }

  /** The bodies of what was asked by JSON-RPC. */
  List<String> calls() {
    return calls;
  }

  private void page(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Optional<BuiltInPage> page = BuiltInPage.of(path);
    if (page.isEmpty()) {
      answer(exchange, 404, "text/plain", "none".getBytes(UTF_8), Map.of());
      return;
    }
    try {
      Map<String, Object> facts = shop.facts(page.get(), query(exchange));
      byte[] body = templates.render(page.get().template(), facts).getBytes(UTF_8);
      answer(exchange, 200, "text/html; charset=utf-8", body, Map.of());
    } catch (RuntimeException e) {
      answer(exchange, 500, "text/plain", e.toString().getBytes(UTF_8), Map.of());
    }
  }

  private static Map<String, List<String>> query(HttpExchange exchange) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? List.<String>of() : List.of(raw.split("&"))) {
      String[] pair = part.split("=", 2);
      query
          .computeIfAbsent(URLDecoder.decode(pair[0], UTF_8), _ -> new ArrayList<>())
          .add(pair.length > 1 ? URLDecoder.decode(pair[1], UTF_8) : "");
    }
    return query;
  }

  private void asset(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring("/assets/".length());
    Optional<Answer> asset = assets.answer(name, true);
    if (asset.isPresent()) {
      answer(exchange, 200, asset.get().contentType(), asset.get().body(), asset.get().fields());
    } else {
      answer(exchange, 404, "text/plain", "none".getBytes(UTF_8), Map.of());
    }
  }

  private void live(HttpExchange exchange) throws IOException {
    if (cut) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write("retry: 200\n\n".getBytes(UTF_8));
    exchange.getResponseBody().flush();
    streams.add(exchange.getResponseBody());
  }

  private void rpc(HttpExchange exchange) throws IOException {
    String call = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    calls.add(call);
    String result = call.contains("config.check") ? CHECKED : RELOADED;
    String answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    answer(exchange, 200, "application/json", answer.getBytes(UTF_8), Map.of());
  }

  private static void answer(
      HttpExchange exchange, int status, String type, byte[] body, Map<String, String> fields)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    fields.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
