package sekisho.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.model.ListenAddress;
import sekisho.testing.Await;
import sekisho.testing.RawConnection;

/** The server alone, on one event loop, with metrics that take as long as a test wants. */
class MetricsServerTest {
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final AtomicInteger renderings = new AtomicInteger();
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private volatile CountDownLatch mayRender = new CountDownLatch(0);
  private volatile CompletableFuture<Void> turn = CompletableFuture.completedFuture(null);
  private volatile RuntimeException fault;

  @AutoClose private final Rendering rendering = new Rendering(this::families);
  @AutoClose private final HttpClient client = HttpClient.newHttpClient();

  private final MetricsServer server = listening(InetAddress.getLoopbackAddress());

  private MetricsServer listening(InetAddress address) {
    return MetricsServer.bind(
            vertx,
            new ListenAddress(address, 0),
            rendering,
            new HealthChecks(() -> turn.copy(), ready::get, Duration.ofMillis(50)))
        .join();
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private List<MetricFamilySamples> families() {
    renderings.incrementAndGet();
    try {
      mayRender.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (fault != null) {
      throw fault;
    }
    Exposition out = new Exposition("a_");
    out.counter("b_total", "What there is of b", 7);
    return out.families();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .version(HttpClient.Version.HTTP_1_1);
  }

  private HttpResponse<byte[]> get(String path, String... fields) throws Exception {
    HttpRequest.Builder request = request(path);
    return client.send(
        (fields.length == 0 ? request : request.headers(fields)).build(),
        BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String field(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void prometheus_text_is_what_everybody_gets() throws Exception {
    HttpResponse<byte[]> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(field(response, "Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text(response)).contains("# TYPE a_b_total counter\n", "\na_b_total 7.0\n");
  }

  @Test
  void open_metrics_is_for_those_who_ask_for_it() throws Exception {
    HttpResponse<byte[]> response = get("/metrics", "Accept", "application/openmetrics-text");

    assertThat(field(response, "Content-Type"))
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(field(response, "Vary")).isEqualTo("Accept, Accept-Encoding");
    assertThat(text(response)).contains("# TYPE a_b counter\n").endsWith("# EOF\n");
  }

  @Test
  void gzip_is_for_those_who_take_it() throws Exception {
    HttpResponse<byte[]> response = get("/metrics", "Accept-Encoding", "gzip");

    assertThat(field(response, "Content-Encoding")).isEqualTo("gzip");
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
          .contains("a_b_total 7.0");
    }
  }

  @Test
  void the_event_loop_answers_others_while_metrics_are_written_and_who_asks_for_the_same_shares()
      throws Exception {
    mayRender = new CountDownLatch(1);
    CompletableFuture<HttpResponse<byte[]>> first =
        client.sendAsync(request("/metrics").build(), BodyHandlers.ofByteArray());
    Await.until("the metrics are being written", () -> renderings.get() == 1);
    CompletableFuture<HttpResponse<byte[]>> second =
        client.sendAsync(request("/metrics").build(), BodyHandlers.ofByteArray());
    Await.until(
        "both wait for them",
        () -> rendering.waiting(new Rendering.Kind(Format.PROMETHEUS, false)) == 2);

    // The one event loop there is.
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();

    mayRender.countDown();
    assertThat(text(first.join())).contains("a_b_total 7.0");
    assertThat(text(second.join())).contains("a_b_total 7.0");
    assertThat(renderings).hasValue(1);
  }

  @Test
  void each_scrape_after_another_is_a_new_reading() throws Exception {
    get("/metrics");
    get("/metrics");

    assertThat(renderings).hasValue(2);
  }

  @Test
  void metrics_that_cannot_be_read_are_500_and_the_next_scrape_is_another_try() throws Exception {
    fault = new IllegalStateException("a fault of this test");
    assertThat(get("/metrics").statusCode()).isEqualTo(500);

    fault = null;
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void ready_is_503_with_a_reason_once_the_program_stops() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    ready.set(false);

    HttpResponse<byte[]> response = get("/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(text(response)).startsWith("not ready: the program is starting or stopping");
  }

  @Test
  void alive_is_503_when_an_event_loop_does_not_answer() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);

    turn = new CompletableFuture<>();

    HttpResponse<byte[]> response = get("/healthz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(text(response)).contains("an event loop has not answered in 50 ms");
  }

  @Test
  void the_first_page_names_the_others() throws Exception {
    HttpResponse<byte[]> response = get("/");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).contains("/metrics", "/healthz", "/readyz");
    assertThat(field(response, "Content-Security-Policy")).startsWith("default-src 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metric", "/metrics/", "/Metrics", "//metrics", "/q/metrics", "/.."})
  void everything_else_is_404(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void other_methods_are_405_and_their_bodies_end_the_connection(String method) throws Exception {
    HttpResponse<byte[]> response =
        client.send(
            request("/metrics").method(method, BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(field(response, "Allow")).isEqualTo("GET, HEAD");
    assertThat(field(response, "Connection")).isEqualTo("close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/healthz", "/readyz", "/"})
  void head_is_answered_like_get_without_the_body(String path) throws Exception {
    HttpResponse<byte[]> response =
        client.send(request(path).HEAD().build(), BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(Integer.parseInt(field(response, "Content-Length"))).isPositive();
  }

  @Test
  void a_head_without_end_is_not_read_for_ever() throws IOException {
    try (RawConnection raw =
        RawConnection.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
      raw.write("GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

      assertThat(raw.readThrough("\r\n")).contains(" 431 ");
    }
  }

  @Test
  void all_addresses_of_ipv4_are_none_of_ipv6() throws IOException {
    MetricsServer everywhere = listening(InetAddress.ofLiteral("0.0.0.0"));
    try {
      InetSocketAddress other =
          new InetSocketAddress(InetAddress.ofLiteral("::1"), everywhere.port());

      assertThatThrownBy(() -> RawConnection.to(other)).hasCauseInstanceOf(ConnectException.class);
    } finally {
      everywhere.close();
    }
  }
}
