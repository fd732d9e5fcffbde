package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.Scrape;
import sekisho.testing.SekishoProgram;
import sekisho.testing.Tools;

/** The port of the metrics beside the life of the program, and Debian's Prometheus before it. */
class MetricsListenerIT {
  private static final String METRICS = "\"metrics\": { \"listen\": \"127.0.0.1:0\" }";

  @TempDir Path folder;

  private final CountDownLatch answered = new CountDownLatch(1);

  @Test
  void while_it_drains_it_is_alive_and_not_ready_and_metrics_go_on() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(_ -> answerLater());
        HttpFixture proxy =
            HttpFixture.start(
                folder,
                "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"%s\" }]"
                    .formatted(origin.url()),
                METRICS);
        RawTlsClient client = proxy.connect()) {
      InetSocketAddress metrics = proxy.sekisho().metricsAddress();
      assertThat(Scrape.of(metrics, "/readyz", "*/*").status()).isEqualTo(200);
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
      Await.until("the origin is asked", () -> !origin.requests().isEmpty());

      proxy.sekisho().terminate();

      Await.until("it is not ready", () -> Scrape.of(metrics, "/readyz", "*/*").status() == 503);
      assertThat(Scrape.of(metrics, "/healthz", "*/*").status()).isEqualTo(200);
      assertThat(Scrape.of(metrics).value("tls_proxy_connections_active")).isEqualTo(1);
      answered.countDown();
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(200);
      assertThat(proxy.sekisho().awaitExit()).isZero();
    }
  }

  /** What is counted beside the scrapes would else have a gap, and be counted once more at each. */
  @Test
  void a_reload_that_is_not_about_metrics_leaves_them_alone() throws Exception {
    try (HttpFixture proxy = HttpFixture.start(folder, "\"routes\": []", METRICS)) {
      InetSocketAddress metrics = proxy.sekisho().metricsAddress();
      Await.until("TCP connections are counted", () -> tcpConnections(metrics) > 0);
      List<String> before = samplers(proxy);

      proxy.sekisho().hangUp();
      Await.until(
          "the reload has been",
          () -> Scrape.of(metrics).value("tls_proxy_config_generation") == 2);

      assertThat(tcpConnections(metrics)).isPositive();
      assertThat(samplers(proxy)).hasSize(1).isEqualTo(before);
    }
  }

  @Test
  void metrics_change_their_prefix_and_come_and_go_by_reloads() throws Exception {
    String metrics = METRICS.replace("}", ", \"prefix\": \"one_\" }");
    try (HttpFixture proxy = HttpFixture.start(folder, "\"routes\": []", metrics)) {
      InetSocketAddress address = proxy.sekisho().metricsAddress();
      Await.until("it has begun", () -> samplers(proxy).size() == 1);
      List<String> before = samplers(proxy);
      Path config = configuration();
      String text = Files.readString(config);

      Files.writeString(config, text.replace("one_", "two_"));
      proxy.sekisho().hangUp();
      Await.until(
          "the prefix has changed", () -> Scrape.of(address).value("two_config_generation") == 2);
      assertThat(Scrape.of(address).types().keySet()).allMatch(name -> name.startsWith("two_"));
      Await.until("the one before has ended", () -> samplers(proxy).size() == 1);
      assertThat(samplers(proxy)).isNotEqualTo(before);

      Files.writeString(config, text.replace(metrics, ""));
      proxy.sekisho().hangUp();
      Await.until("nothing is counted any more", () -> samplers(proxy).isEmpty());

      Files.writeString(config, text);
      proxy.sekisho().hangUp();
      Await.until("it begins anew", () -> samplers(proxy).size() == 1);
    }
  }

  private Path configuration() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonc")).findFirst().orElseThrow();
    }
  }

  private static double tcpConnections(InetSocketAddress metrics) {
    return Scrape.of(metrics).value("tls_proxy_tcp_connections{state=\"listen\",}");
  }

  /** The threads that count them, by their numbers. */
  private static List<String> samplers(HttpFixture proxy) {
    return proxy.sekisho().usage().threadsNamed("tcp-sampling");
  }

  private String answerLater() {
    try {
      answered.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return RawOrigin.ok("late");
  }

  @Test
  void a_port_that_is_taken_is_exit_code_3_and_one_line_that_says_which() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Path config =
          ConfigFile.of(
                  """
                  { "proxy": { "listen": ["127.0.0.1:0"], "tls": { "mode": "self_signed",
                      "routing": { "default": { "mode": "tls_terminate", "handler": "http" } } } },
                    "metrics": { "listen": "{{address}}" } }
                  """)
              .with("address", address)
              .in(folder);

      Command.Result result = SekishoProgram.run("run", config.toString());

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.lines())
          .filteredOn(line -> line.contains("cannot listen on " + address + " for metrics: "))
          .hasSize(1);
    }
  }

  @Test
  void prometheus_scrapes_it_and_knows_its_counters() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(RawOrigin.ok("hello"));
        HttpFixture proxy =
            HttpFixture.start(
                folder,
                "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"%s\" }]"
                    .formatted(origin.url()),
                METRICS);
        ReservedPort port = ReservedPort.loopback()) {
      assertThat(proxy.send("GET / HTTP/1.1").status()).isEqualTo(200);
      int scraped = proxy.sekisho().metricsAddress().getPort();
      String settings =
          Files.readString(DocumentedMetrics.DEPLOYED.resolve("prometheus.yml"))
              .replace("127.0.0.1:9090", "127.0.0.1:" + scraped)
              .replace("15s", "1s");
      Path file = Files.writeString(folder.resolve("prometheus.yml"), settings);
      Files.copy(DocumentedMetrics.DEPLOYED.resolve("alerts.yml"), folder.resolve("alerts.yml"));

      Process prometheus = prometheus(file, port.number());
      try {
        Await.until(
            "the proxy is up", () -> query(port, "up{job=\"sekisho\"}").contains(",\"1\"]"));
        Await.until(
            "Prometheus knows of the request",
            () ->
                query(port, "tls_proxy_requests_total{status=\"200\"}").contains(",\"1\"]")
                    && query(port, "tls_proxy_connections_total{route_type=\"http\"}")
                        .contains(",\"1\"]"));
      } finally {
        prometheus.destroyForcibly().waitFor();
      }
    }
  }

  private Process prometheus(Path config, int port) throws IOException {
    return new ProcessBuilder(
            Tools.require("prometheus").toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile())
        .start();
  }

  private static String query(ReservedPort port, String expression) {
    try {
      return Scrape.of(
              new InetSocketAddress("127.0.0.1", port.number()),
              "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8),
              "application/json")
          .body();
    } catch (UncheckedIOException e) {
      // It has not begun to listen.
      return "";
    }
  }
}
