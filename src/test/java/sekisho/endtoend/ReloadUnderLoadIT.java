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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sekisho.endtoend.ReloadFixture.Text;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.HttpReply;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.Scrape;

/**
 * Many reloads while everything goes on: requests on connections that are kept, WebSockets,
 * downloads and relays. What the program uses afterwards is held against what it used after the
 * same with few reloads. By hand with more of it: {@code -Dsekisho.reloads=200
 * -Dsekisho.reload.clients=5000 -Dsekisho.reload.sockets=500}.
 */
class ReloadUnderLoadIT {
  private static final Logger LOG = Logger.getLogger(ReloadUnderLoadIT.class);
  private static final int RELOADS = Integer.getInteger("sekisho.reloads", 50);
  private static final int CLIENTS = Integer.getInteger("sekisho.reload.clients", 24);
  private static final int SOCKETS = Integer.getInteger("sekisho.reload.sockets", 8);
  private static final int FEW_RELOADS = 5;
  private static final int DOWNLOADS = 3;
  private static final int RELAYS = 3;

  /** More than waits in any buffer, so that some are in the middle of it at each reload. */
  private static final int DOWNLOAD_BYTES = 4 << 20;

  /**
   * Between two requests of a client, so that connections rest, too; longer where there are more.
   */
  private static final Duration BREATH = Duration.ofMillis(Math.max(5, CLIENTS * 5L));

  /** What the same thing uses more at one time than at another: classes, statistics, code. */
  private static final long HEAP_SLACK_BYTES = 3 << 20;

  /** A chunk of the buffers' allocator for each of its arenas. */
  private static final long DIRECT_SLACK_BYTES = 16 << 20;

  private static final int THREADS_SLACK = 2;

  private static final int PIECE_BYTES = 64;
  private static final String METRICS =
      "\"metrics\": { \"enabled\": true, \"listen\": \"127.0.0.1:0\" }";
  private static final String HOST = "Host: " + ReloadFixture.HOST;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean over = new AtomicBoolean();

  /** Thousands at once would meet the deadline of handshakes, for want of clients' processors. */
  private final Semaphore handshakes = new Semaphore(32);

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
                + " \"upstream\": \"127.0.0.1:%d\" }".formatted(echo.actualPort()))
        .more(METRICS);
  }

  /** Nothing of what the others have. */
  private static Text nothing() {
    return Text.http("\"routes\": []").more(METRICS);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void nobody_notices_and_nothing_is_left() throws Exception {
    warmUp();
    Footprint before = reloadUnderLoad(FEW_RELOADS);
    Footprint after = reloadUnderLoad(RELOADS);

    LOG.infof(
        "%d clients, %d WebSockets, %d requests; after %d reloads %s; after %d more %s",
        CLIENTS, SOCKETS, done.get(), FEW_RELOADS, before, RELOADS, after);
    assertThat(after.files()).isLessThanOrEqualTo(before.files());
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + THREADS_SLACK);
    assertThat(after.heapBytes()).isLessThan(before.heapBytes() + HEAP_SLACK_BYTES);
    assertThat(after.directBytes()).isLessThan(before.directBytes() + DIRECT_SLACK_BYTES);
    assertThat(instances("sekisho.control.CertificateWatch")).isOne();
    assertThat(instances("sekisho.upstream.Upstreams")).isOne();
    assertThat(instances("sekisho.upstream.HealthWatch")).isZero();
    assertThat(instances("io.netty.handler.ssl.ReferenceCountedOpenSslServerContext")).isOne();
  }

  /**
   * What the program uses when nobody is there.
   *
   * @param heapBytes after a collection
   * @param directBytes of the network's buffers
   */
  private record Footprint(long heapBytes, long directBytes, long files, long threads) {}

  private Footprint reloadUnderLoad(int reloads) {
    over.set(false);
    begun.set(0);
    proxy.reload(text(0));
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      begin(clients, CLIENTS, ReloadFixture.HOST, ReloadUnderLoadIT::ask);
      begin(clients, DOWNLOADS, ReloadFixture.HOST, ReloadUnderLoadIT::download);
      begin(clients, RELAYS, "relay.example.com", ReloadUnderLoadIT::echo);
      for (int i = 0; i < SOCKETS; i++) {
        clients.execute(this::webSocket);
      }
      int all = CLIENTS + DOWNLOADS + RELAYS + SOCKETS;
      try {
        while (begun.get() < all && failures.isEmpty()) {
          Await.passing(BREATH);
        }
        reloadAgainAndAgain(reloads);
      } finally {
        over.set(true);
      }
    }
    assertThat(failures).as(failures.toString()).isEmpty();
    assertThat(done.get()).isGreaterThan(reloads);
    proxy.reload(nothing());
    Await.until("one generation is left", () -> instances("sekisho.runtime.Generation") == 1);
    Await.until("no connection is left", () -> metric("connections_active") == 0);
    return new Footprint(
        heapBytes(),
        (long) metric("jvm_buffer_memory_used_bytes{id=\"direct\",}"),
        Await.settled("files", () -> proxy.proxy().usage().openFiles()),
        proxy.proxy().usage().threads());
  }

  private double metric(String name) {
    return Scrape.of(proxy.proxy().metricsAddress()).samples().get("tls_proxy_" + name);
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

  private void reloadAgainAndAgain(int reloads) {
    int another = ReservedPort.loopbackNumber();
    String more = "\"127.0.0.1:0\", \"127.0.0.1:" + another + "\"";
    for (int i = 1; i <= reloads; i++) {
      long before = done.get();
      proxy.reload(i % 5 == 0 ? text(i).listening(more) : text(i));
      Await.until("something was done since", () -> done.get() > before);
    }
  }

  // ---- What goes on

  private void begin(ExecutorService clients, int count, String name, Step step) {
    for (int i = 0; i < count; i++) {
      clients.execute(() -> {
        try (RawTlsClient client = connect(name)) {
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

  private RawTlsClient connect(String name) throws IOException {
    handshakes.acquireUninterruptibly();
    try {
      return proxy.connect(name);
    } finally {
      handshakes.release();
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
    try (RawTlsClient client = connect(ReloadFixture.HOST)) {
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
    return histogram(name, 3, 1);
  }

  /** All of them, after a collection. */
  private long heapBytes() {
    return histogram("Total", 0, 2);
  }

  /** A column of the line that has a word in another one. */
  private long histogram(String word, int of, int column) {
    Command.Result histogram =
        Command.run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(proxy.proxy().usage().pid()),
                "GC.class_histogram")
            .mustSucceed();
    return histogram.lines().stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(line -> line.length > Math.max(of, column) && line[of].equals(word))
        .mapToLong(line -> Long.parseLong(line[column]))
        .sum();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
