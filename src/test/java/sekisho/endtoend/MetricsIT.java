package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawTlsClient;
import sekisho.testing.Scrape;
import sekisho.testing.Tools;

/** What is scraped of the running program, read by those who will read it. */
class MetricsIT {
  private static final String PREFIX = "tls_proxy_";
  private static final int REQUESTS = 10_000;

  /** As many as one connection may have. */
  private static final int REQUESTS_PER_CONNECTION = 500;

  /** As many are sent before the first answer is read. */
  private static final int PIPELINED = 50;

  @TempDir static Path folder;

  /** Answers with the status that is asked for. */
  @AutoClose
  static RawOrigin origin =
      RawOrigin.answering(request ->
          "HTTP/1.1 "
              + request.line().replaceFirst(".*/status/(\\d+).*", "$1")
              + " Some\r\nContent-Length: 0\r\n\r\n");

  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.startForMeasuring(
            folder,
            """
            "strict_sni_host": false, "keepalive_requests": 100000,
            "routes": [{ "path_prefix": "/", "upstream": "%s" }]
            """
                .formatted(origin.url()),
            "\"metrics\": { \"listen\": \"127.0.0.1:0\" }");
  }

  private static Scrape scrape() {
    return Scrape.of(proxy.sekisho().metricsAddress());
  }

  private static Map<String, Double> samples(String... series) {
    Scrape scrape = scrape();
    return Stream.of(series)
        .collect(Collectors.toMap(each -> each, each -> scrape.value(PREFIX + each)));
  }

  @Test
  void counters_agree_with_what_was_sent() throws Exception {
    String[] series = {
      "connections_total{route_type=\"http\",}",
      "requests_total{status=\"201\",}",
      "requests_total{status=\"503\",}",
      "request_duration_seconds_count",
      "tls_handshake_duration_seconds_count",
      "upstream_begun_total{upstream=\"" + origin.url() + "\",}",
    };
    Await.until("nobody is connected", () -> scrape().value(PREFIX + "connections_active") == 0);
    Map<String, Double> before = samples(series);
    double received = scrape().value(PREFIX + "bytes_total{direction=\"received\",}");
    String request = "GET /status/201 HTTP/1.1\r\nHost: " + HttpFixture.HOST + "\r\n\r\n";

    try (RawTlsClient client = proxy.connect()) {
      for (int i = 0; i < 5; i++) {
        assertThat(HttpFixture.send(client, "GET /status/201 HTTP/1.1").status()).isEqualTo(201);
      }
      assertThat(HttpFixture.send(client, "GET /status/503 HTTP/1.1").status()).isEqualTo(503);
      assertThat(scrape().value(PREFIX + "connections_active")).isEqualTo(1);
    }

    Map<String, Double> after = samples(series);
    assertThat(grown(before, after, series[0])).isEqualTo(1);
    assertThat(grown(before, after, series[1])).isEqualTo(5);
    assertThat(grown(before, after, series[2])).isEqualTo(1);
    assertThat(grown(before, after, series[3])).isEqualTo(6);
    assertThat(grown(before, after, series[4])).isEqualTo(1);
    assertThat(grown(before, after, series[5])).isEqualTo(6);
    assertThat(scrape().value(PREFIX + "bytes_total{direction=\"received\",}") - received)
        .isEqualTo(6 * request.length());
  }

  private static double grown(
      Map<String, Double> before, Map<String, Double> after, String series) {
    return after.get(series) - before.get(series);
  }

  @Test
  void promtool_and_the_parser_of_open_metrics_have_nothing_to_say_under_load() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread load = Thread.ofVirtual().start(() -> ask(over));
    try {
      for (int i = 0; i < 3; i++) {
        Path text = file(scrape());
        Command.Result lint = shell(Tools.require("promtool") + " check metrics < " + text);
        assertThat(lint.lines()).isEmpty();
        assertThat(lint.exitCode()).isZero();

        Path openMetrics = file(Scrape.openMetrics(proxy.sekisho().metricsAddress()));
        Command.Result parsed =
            Command.run(
                // The distribution's, which has the package.
                "/usr/bin/python3",
                "-c",
                "import sys; from prometheus_client.openmetrics.parser import *; print(len(list("
                    + "text_string_to_metric_families(open(sys.argv[1]).read()))))",
                openMetrics.toString());
        assertThat(parsed.exitCode()).as(parsed.stderr()).isZero();
        assertThat(Integer.parseInt(parsed.stdout().strip())).isGreaterThan(50);
      }
    } finally {
      over.set(true);
      load.join();
    }
  }

  private static void ask(AtomicBoolean over) {
    try (RawTlsClient client = proxy.connect()) {
      while (!over.get()) {
        HttpFixture.send(client, "GET /status/200 HTTP/1.1");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Scrape scrape) throws IOException {
    assertThat(scrape.status()).isEqualTo(200);
    return Files.writeString(Files.createTempFile(folder, "metrics", ".txt"), scrape.body());
  }

  private static Command.Result shell(String line) {
    return Command.run("sh", "-c", line);
  }

  @Test
  void ten_thousand_hosts_paths_and_statuses_add_no_series_but_those_of_statuses()
      throws Exception {
    Scrape before = scrape();

    for (int from = 0; from < REQUESTS; from += REQUESTS_PER_CONNECTION) {
      try (RawTlsClient client = proxy.connect("h" + from + ".example.com")) {
        for (int i = from; i < from + REQUESTS_PER_CONNECTION; i += PIPELINED) {
          client.write(requests(i));
          for (int j = 0; j < PIPELINED; j++) {
            assertThat(HttpReply.read(client.in()).status()).isPositive();
          }
        }
      }
    }

    Scrape after = scrape();
    assertThat(after.body()).doesNotContain("host1", "/p1", "h500");
    assertThat(series(after, true)).isBetween(300L, 501L);
    // A collection, or a socket's state that was not there before.
    assertThat(series(after, false) - series(before, false)).isLessThan(40);
    assertThat(after.samples().keySet()).allMatch(name -> name.startsWith(PREFIX));
  }

  private static String requests(int from) {
    StringBuilder requests = new StringBuilder();
    for (int i = from; i < from + PIPELINED; i++) {
      requests.append(
          "GET /p%d/status/%d?q=%d HTTP/1.1\r\nHost: host%d.example.com\r\n\r\n"
              .formatted(i, 200 + i % 800, i, i));
    }
    return requests.toString();
  }

  private static long series(Scrape scrape, boolean byStatus) {
    return scrape.samples().keySet().stream()
        .filter(name -> name.startsWith(PREFIX + "requests_total") == byStatus)
        .count();
  }

  @Test
  void what_is_served_is_what_is_documented() throws IOException {
    // Counted by a thread of its own, which a busy machine keeps waiting.
    Await.until(
        "the states of sockets have been counted once",
        () -> scrape().types().containsKey(PREFIX + "tcp_connections"));
    Map<String, String> served = scrape().types();

    DocumentedMetrics documented = DocumentedMetrics.read(PREFIX);

    assertThat(documented.types()).containsAllEntriesOf(served);
    assertThat(served.keySet()).containsAll(documented.always());
  }

  @Test
  void rules_and_dashboard_name_only_what_is_documented() throws IOException {
    DocumentedMetrics documented = DocumentedMetrics.read(PREFIX);

    for (String file : new String[] {"alerts.yml", "alerts.test.yml", "grafana-dashboard.json"}) {
      assertThat(documented.unknownIn(DocumentedMetrics.deployed(file))).as(file).isEmpty();
    }
  }

  @Test
  void promtool_accepts_the_rules_their_tests_and_the_configuration() {
    String promtool = Tools.require("promtool").toString();
    String folder = DocumentedMetrics.DEPLOYED.toString();

    Command.run(promtool, "check", "rules", folder + "/alerts.yml").mustSucceed();
    Command.run(promtool, "test", "rules", folder + "/alerts.test.yml").mustSucceed();
    Command.run(promtool, "check", "config", folder + "/prometheus.yml").mustSucceed();
  }
}
