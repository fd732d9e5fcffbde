package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.endtoend.ReloadFixture.Text;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.HttpReply;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;

/**
 * Many reloads while everything goes on: requests on connections that are kept, WebSockets,
 * downloads and relays. By hand with more of it: {@code -Dsekisho.reloads=200
 * -Dsekisho.reload.clients=5000 -Dsekisho.reload.sockets=500}.
 */
class ReloadUnderLoadIT {
  private static final int RELOADS = Integer.getInteger("sekisho.reloads", 50);
  private static final int CLIENTS = Integer.getInteger("sekisho.reload.clients", 24);
  private static final int SOCKETS = Integer.getInteger("sekisho.reload.sockets", 8);
  private static final int DOWNLOADS = 3;
  private static final int RELAYS = 3;

  /** More than waits in any buffer, so that some are in the middle of it at each reload. */
  private static final int DOWNLOAD_BYTES = 4 << 20;

  /** Between two requests of a client, so that connections rest, too. */
  private static final Duration BREATH = Duration.ofMillis(5);

  private static final int PIECE_BYTES = 64;
  private static final String HOST = "Host: " + ReloadFixture.HOST;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private HttpServer origin;
  private NetServer echo;
  private ReloadFixture proxy;

  /** What a client does again and again on its one connection. */
  private interface Step {
    void run(RawTlsClient client) throws IOException;
  }

  @BeforeEach
  void start() {
    Buffer download = Buffer.buffer(new byte[DOWNLOAD_BYTES]);
    origin =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request ->
                    request.response().end(request.path().equals("/download") ? download : small()))
                .webSocketHandler(socket -> socket.binaryMessageHandler(socket::writeBinaryMessage))
                .listen(0, "127.0.0.1"));
    echo =
        await(
            vertx
                .createNetServer()
                .connectHandler(socket -> socket.handler(socket::write))
                .listen(0, "127.0.0.1"));
    proxy = ReloadFixture.startForMeasuring(folder, text(0));
  }

  private static Buffer small() {
    return Buffer.buffer("ok");
  }

  @AfterEach
  void stop() {
    proxy.close();
    await(vertx.close());
  }

  /** Another one for each number, of which no connection has a reason to end. */
  private Text text(int number) {
    String url = "http://127.0.0.1:" + origin.actualPort();
    String first =
        number % 2 == 0 ? "" : "{ \"path\": \"/other\", \"upstream\": \"" + url + "\" },";
    return Text.http(
            """
            "pool": { "max_idle_per_upstream": %d },
            "keepalive_requests": 1000000,
            "set_response_headers": { "X-Number": "%d" },
            "rate_limit": { "requests_per_second": %d, "burst": 1000000 },
            "routes": [%s { "path_prefix": "/", "upstream": ["%s", "%s"], "max_fails": %d,
                            "health_check": { "path": "/ok", "interval_secs": 1 } }]
            """
                .formatted(
                    64 + number % 3,
                    number,
                    900_000 + number % 2,
                    first,
                    url,
                    url.replace("127.0.0.1", "localhost"),
                    3 + number % 2))
        .sni(
            "{ \"server_name\": \"relay.example.com\", \"mode\": \"tls_terminate\","
                + " \"upstream\": \"127.0.0.1:%d\" }".formatted(echo.actualPort()));
  }

  /** Nothing of what the others have. */
  private static Text nothing() {
    return Text.http("\"routes\": []");
  }

  @Test
  void nobody_notices_and_nothing_is_left() throws Exception {
    warmUp();
    long files = proxy.proxy().usage().openFiles();
    long threads = proxy.proxy().usage().threads();

    proxy.reload(text(0));
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      begin(clients, CLIENTS, ReloadFixture.HOST, ReloadUnderLoadIT::ask);
      begin(clients, DOWNLOADS, ReloadFixture.HOST, ReloadUnderLoadIT::download);
      begin(clients, RELAYS, "relay.example.com", ReloadUnderLoadIT::echo);
      for (int i = 0; i < SOCKETS; i++) {
        clients.execute(this::webSocket);
      }
      int all = CLIENTS + DOWNLOADS + RELAYS + SOCKETS;
      Await.until("everything goes on", () -> begun.get() == all);
      try {
        reloadAgainAndAgain();
      } finally {
        over.set(true);
      }
    }

    assertThat(failures).as(failures.toString()).isEmpty();
    assertThat(done.get()).isGreaterThan(RELOADS);
    proxy.reload(nothing());
    Await.until("files are as before", () -> proxy.proxy().usage().openFiles() <= files);
    Await.until("threads are as before", () -> proxy.proxy().usage().threads() <= threads + 2);
    Await.until("one generation is left", () -> instances("sekisho.runtime.Generation") == 1);
    assertThat(instances("sekisho.control.CertificateWatch")).isOne();
    assertThat(instances("sekisho.upstream.Upstreams")).isOne();
    assertThat(instances("sekisho.upstream.HealthWatch")).isZero();
    assertThat(instances("io.netty.handler.ssl.ReferenceCountedOpenSslServerContext")).isOne();
  }

  private void warmUp() throws IOException {
    for (int i = 1; i <= 3; i++) {
      proxy.reload(text(i));
      try (RawTlsClient client = proxy.connect()) {
        ask(client);
      }
    }
    proxy.reload(nothing());
    Await.until("one generation is left", () -> instances("sekisho.runtime.Generation") == 1);
  }

  private void reloadAgainAndAgain() {
    int another;
    try (ReservedPort port = ReservedPort.loopback()) {
      another = port.number();
    }
    String more = "\"127.0.0.1:0\", \"127.0.0.1:" + another + "\"";
    for (int i = 1; i <= RELOADS; i++) {
      long before = done.get();
      proxy.reload(i % 5 == 0 ? text(i).listening(more) : text(i));
      Await.until("something was done since", () -> done.get() > before);
    }
  }

  // ---- What goes on

  private void begin(ExecutorService clients, int count, String name, Step step) {
    for (int i = 0; i < count; i++) {
      clients.execute(() -> {
        try (RawTlsClient client = proxy.connect(name)) {
          step.run(client);
          begun.incrementAndGet();
          while (!over.get()) {
            step.run(client);
            done.incrementAndGet();
            Await.passing(BREATH);
          }
        } catch (IOException | RuntimeException | AssertionError e) {
          failures.add(e);
        }
      });
    }
  }

  private static void ask(RawTlsClient client) throws IOException {
    HttpReply reply = RawRequest.send(client, "GET / HTTP/1.1", HOST);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("ok");
    assertThat(reply.field("Connection").filter("close"::equals)).isEmpty();
  }

  private static void download(RawTlsClient client) throws IOException {
    HttpReply reply = RawRequest.send(client, "GET /download HTTP/1.1", HOST);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).hasSize(DOWNLOAD_BYTES);
  }

  private static void echo(RawTlsClient client) throws IOException {
    byte[] sent = new byte[PIECE_BYTES];
    Arrays.fill(sent, (byte) 7);
    client.out().write(sent);
    assertThat(client.in().readNBytes(PIECE_BYTES)).isEqualTo(sent);
  }

  /** RFC 6455: a masked frame with an empty key, and the same without a mask. */
  private void webSocket() {
    byte[] frame = {(byte) 0x82, (byte) 0x82, 0, 0, 0, 0, 1, 2};
    byte[] answer = {(byte) 0x82, 2, 1, 2};
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of(
              "GET /ws HTTP/1.1",
              HOST,
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
      assertThat(HttpReply.readHead(client.in()).status()).isEqualTo(101);
      begun.incrementAndGet();
      while (!over.get()) {
        client.out().write(frame);
        assertThat(client.in().readNBytes(answer.length)).isEqualTo(answer);
        done.incrementAndGet();
        Await.passing(BREATH);
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  // ---- What is left

  /** Objects of a class that are alive, after a collection. */
  private long instances(String name) {
    Command.Result histogram =
        Command.run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(proxy.proxy().usage().pid()),
                "GC.class_histogram")
            .mustSucceed();
    return histogram.lines().stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(line -> line.length >= 4 && line[3].equals(name))
        .mapToLong(line -> Long.parseLong(line[1]))
        .sum();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
