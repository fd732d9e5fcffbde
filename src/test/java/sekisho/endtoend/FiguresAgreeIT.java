package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.Scrape;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * One piece of mixed traffic, good, bad, refused and broken off, and what four sources say of it:
 * the access log, the metrics, JSON-RPC and a page of the admin UI.
 */
class FiguresAgreeIT {
  private static final String TOKEN = "a-token-that-is-long-enough-for-it";

  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "http_listen": ["127.0.0.1:0"],
          "relay_idle_timeout_secs": 1,
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "handshake_timeout_secs": 5,
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [
                { "server_name": "relay.example.com", "mode": "tls_terminate", "upstream": "{{echo}}" },
                { "server_name": "lost.example.com", "mode": "tls_terminate", "upstream": "127.0.0.1:{{dead}}" },
                { "server_name": "refused.example.com", "mode": "reject" }
              ]
            }
          },
          "http": {
            "strict_sni_host": false,
            "upstream_timeout_secs": 1, "request_header_timeout_secs": 1, "request_body_timeout_secs": 1,
            "websocket_idle_timeout_secs": 1, "max_request_body_bytes": 1000,
            "access_log": { "format": "json", "path": "access.log" },
            "routes": [
              { "path_prefix": "/", "upstream": "{{origin}}" },
              { "path_prefix": "/dead", "upstream": "http://127.0.0.1:{{dead}}" },
              { "path_prefix": "/websocket", "type": "websocket", "upstream": "{{origin}}" },
              { "path_prefix": "/denied", "upstream": "{{origin}}", "deny": ["0.0.0.0/0"] },
              { "path_prefix": "/seldom", "upstream": "{{origin}}",
                "rate_limit": { "requests_per_second": 0.001, "burst": 1 } },
              { "path_prefix": "/spared", "upstream": "{{origin}}",
                "rate_limit": { "requests_per_second": 0.001, "burst": 1, "dry_run": true } }
            ]
          }
        },
        "metrics": { "listen": "127.0.0.1:0" },
        "ui": { "listen": "127.0.0.1:0", "auth": { "token": "{{token}}" } }
      }
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  @AutoClose static RawServer echo = RawServer.start(RawServer::echo);
  @AutoClose static ReservedPort dead = ReservedPort.loopback();
  @AutoClose static RawServer origin = RawServer.start(FiguresAgreeIT::answer);
  @AutoClose static HttpClient browser = HttpClient.newHttpClient();
  @AutoClose static SekishoProcess sekisho;
  private static TlsCertificates certificates;

  @BeforeAll
  static void traffic() throws Exception {
    certificates = TlsCertificates.in(folder);
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("figures", "DNS:*.example.com"))
                .with("echo", echo.address())
                .with("dead", dead.number())
                .with("origin", "http://" + origin.address())
                .with("token", TOKEN)
                .in(folder));
    answered();
    refused();
    brokenOff();
    tunnels();
    withoutRequests();
    Await.until("everybody has gone", () -> scrape().value("connections_active") == 0);
    // A block of lines is handed over when it is so old.
    Await.until("the log has all requests", () -> log().size() == sum(scrape(), "requests_total"));
  }

  /** As its path says; what is asked for as a WebSocket becomes an echo. */
  private static void answer(RawConnection connection) throws Exception {
    while (true) {
      String head = connection.readThrough("\r\n\r\n");
      String path = head.substring(head.indexOf('/'), head.indexOf(" HTTP/"));
      if (head.contains("Upgrade: websocket")) {
        RawServer.echo(connection.write(Handshake.SWITCH));
        return;
      }
      switch (path) {
        case "/cut" -> {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
          return;
        }
        case "/reset" -> {
          return;
        }
        case "/garbage" -> {
          connection.write("nonsense\r\n\r\n");
          return;
        }
        case "/silent" -> connection.readToEnd();
        case "/empty" -> connection.write("HTTP/1.1 204 No Content\r\n\r\n");
        case "/early" ->
            connection.write(
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno");
        default ->
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                    + (head.startsWith("HEAD") ? "" : "hello"));
      }
    }
  }

  private static void answered() throws IOException {
    try (RawTlsClient client = connect("a.example.com")) {
      for (int i = 0; i < 5; i++) {
        RawRequest.send(client, "GET /kept HTTP/1.1", "Host: a.example.com");
      }
    }
    for (String path : List.of("/one", "/empty", "/early", "/spared", "/spared", "/seldom")) {
      get("GET", path);
    }
    get("HEAD", "/head");
  }

  private static void refused() throws IOException {
    get("GET", "/seldom");
    get("GET", "/denied");
    get("GET", "/websocket");
    get("GET", "/../..");
    get("CONNECT", "/");
    get("GET", "/long", "Content-Length: 2000");
    get("GET", "/odd", "Expect: more");
    get("GET", "/big", "X: " + "x".repeat(20_000));
    sends("a.example.com", "GET /no/version\r\n\r\n");
    sends("a.example.com", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    try (RawConnection plain = RawConnection.to(sekisho.plainAddress())) {
      plain.write("GET / HTTP/1.1\r\nHost: a.example.com\r\nConnection: close\r\n\r\n").readToEnd();
    }
  }

  private static void brokenOff() throws IOException {
    for (String path : List.of("/dead", "/cut", "/reset", "/garbage", "/silent")) {
      get("GET", path);
    }
    get("POST", "/late", "Content-Length: 10");
    sends("a.example.com", "GET /half HTTP/1.1\r\n");
    try (RawTlsClient client = connect("a.example.com")) {
      client.write("GET /silent HTTP/1.1\r\nHost: a.example.com\r\n\r\n");
    }
  }

  private static void tunnels() throws IOException {
    try (RawTlsClient client = connect("a.example.com")) {
      client.write(Handshake.of("GET /websocket HTTP/1.1") + "frame");
      client.in().readNBytes(Handshake.SWITCH.length() + 5);
    }
    try (RawTlsClient client = connect("a.example.com")) {
      client.write(Handshake.of("GET /websocket/idle HTTP/1.1")).readToEnd();
    }
    try (RawTlsClient client = connect("relay.example.com")) {
      client.write("to and fro").in().readNBytes(10);
    }
    sends("relay.example.com", "and no more");
    sends("lost.example.com", "to nobody");
  }

  private static void withoutRequests() throws IOException {
    connect("a.example.com").close();
    try {
      connect("refused.example.com").close();
    } catch (IOException _) {
      // As it is to be.
    }
    for (String garbage : List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\0\5hello", "")) {
      try (RawConnection client = RawConnection.to(sekisho.address())) {
        client.write(garbage).readToEnd();
      }
    }
  }

  private static RawTlsClient connect(String name) throws IOException {
    return RawTlsClient.of(certificates.trustingContext()).sni(name).connect(sekisho.address());
  }

  private static void get(String method, String path, String... fields) throws IOException {
    String head = method + " " + path + " HTTP/1.1\r\nHost: a.example.com\r\nConnection: close\r\n";
    sends(
        "a.example.com",
        Stream.of(fields)
            .map(field -> field + "\r\n")
            .collect(Collectors.joining("", head, "\r\n")));
  }

  private static void sends(String name, String text) throws IOException {
    try (RawTlsClient client = connect(name)) {
      client.write(text).readToEnd();
    }
  }

  // ---- What they say

  private static List<JsonNode> log() {
    try {
      return Files.readAllLines(folder.resolve("access.log")).stream()
          .map(FiguresAgreeIT::json)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static Map<String, Long> log(Function<JsonNode, String> what) {
    return log().stream()
        .map(what)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
  }

  /** Without the prefix. */
  private record Told(Map<String, Double> samples) {
    double value(String series) {
      return samples.getOrDefault("tls_proxy_" + series, 0.0);
    }

    /** Values by their only label, those that are 0 left out. */
    Map<String, Long> by(String family) {
      Pattern series = Pattern.compile("tls_proxy_" + family + "\\{\\w+=\"([^\"]*)\",}");
      Map<String, Long> values = new TreeMap<>();
      samples.forEach((name, value) -> {
        Matcher matcher = series.matcher(name);
        if (value > 0 && matcher.matches()) {
          values.put(matcher.group(1), value.longValue());
        }
      });
      return values;
    }
  }

  private static Told scrape() {
    return new Told(Scrape.of(sekisho.metricsAddress()).samples());
  }

  private static long sum(Told told, String family) {
    return told.by(family).values().stream().mapToLong(Long::longValue).sum();
  }

  private static URI admin(String path) {
    String line = sekisho.stdout().await("the admin UI", text -> text.contains("admin UI on "));
    return URI.create(line.substring(line.indexOf("http")).strip()).resolve(path);
  }

  private static JsonNode rpc(String method) throws Exception {
    HttpResponse<String> answer =
        browser.send(
            HttpRequest.newBuilder(admin("/rpc"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"" + method + "\"}"))
                .build(),
            BodyHandlers.ofString());
    return json(answer.body()).path("result");
  }

  private static Map<String, Long> counts(JsonNode byName) {
    Map<String, Long> counts = new TreeMap<>();
    byName.properties().forEach(each -> counts.put(each.getKey(), each.getValue().asLong()));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private static Map<String, Long> reasons(JsonNode... lists) {
    return Stream.of(lists)
        .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
        .collect(
            Collectors.toMap(
                reason -> reason.path("reason").asText(),
                reason -> reason.path("count").asLong(),
                Long::sum,
                TreeMap::new));
  }

  @Test
  void of_how_many_requests_came_to_which_status() throws Exception {
    Map<String, Long> byStatus = log(line -> line.path("status").asText());

    assertThat(byStatus)
        .containsKeys("101", "200", "204", "308", "400", "403", "404", "408", "413", "417", "426")
        .containsKeys("429", "431", "499", "502", "504", "505");
    assertThat(scrape().by("requests_total")).isEqualTo(byStatus);
    assertThat(counts(rpc("stats.http").path("by_status"))).isEqualTo(byStatus);
  }

  @Test
  void of_what_went_wrong() throws Exception {
    JsonNode http = rpc("stats.http");
    JsonNode connections = rpc("stats.connections");
    Told metrics = scrape();
    Map<String, Long> all = metrics.by("errors_total");

    assertThat(
            reasons(
                http.path("errors"),
                connections.path("rejected"),
                connections.path("relay_errors")))
        .isEqualTo(all);
    Map<String, Long> ofRequests = log(line -> line.path("reason").asText());
    assertThat(reasons(http.path("errors")))
        .containsAllEntriesOf(withoutIdle(ofRequests))
        .hasSameSizeAs(withoutIdle(ofRequests));
    // One relay and one WebSocket; the log has requests alone.
    assertThat(all).containsEntry("relay_idle", 2L);
    assertThat(ofRequests).containsEntry("relay_idle", 1L);
    assertThat(all)
        .containsKeys("sni_rejected", "not_tls", "hello_malformed", "hello_timeout")
        .containsEntry("upstream_connect", 1L)
        .containsEntry("client_abort", 1L);
    assertThat(metrics.value("upstream_timeout_total")).isEqualTo(all.get("upstream_timeout"));
    assertThat(metrics.value("rate_limit_req_rejected_total"))
        .isEqualTo(all.get("rate_limited"))
        .isEqualTo(http.path("over_rate").asDouble());
    assertThat(metrics.by("rate_limit_dry_run_total"))
        .isEqualTo(log(line -> line.path("dry_run").asText()))
        .isEqualTo(reasons(http.path("dry_runs")));
  }

  private static Map<String, Long> withoutIdle(Map<String, Long> reasons) {
    Map<String, Long> others = new TreeMap<>(reasons);
    others.remove("relay_idle");
    return others;
  }

  @Test
  void of_connections_handshakes_and_bytes() throws Exception {
    Told metrics = scrape();
    JsonNode connections = rpc("stats.connections");
    JsonNode tls = rpc("stats.tls");

    assertThat(counts(connections.path("by_kind"))).isEqualTo(metrics.by("connections_total"));
    assertThat(connections.path("active").asLong()).isZero();
    assertThat(metrics.value("websocket_tunnels_active")).isZero();
    assertThat(tls.path("handshakes").asDouble())
        .isEqualTo(metrics.value("tls_handshake_duration_seconds_count"))
        .isEqualTo(
            metrics.value("connections_total{route_type=\"http\",}")
                + metrics.value("connections_total{route_type=\"tls_terminate\",}"));
    assertThat(connections.path("received_bytes").asDouble())
        .isEqualTo(metrics.value("bytes_total{direction=\"received\",}"))
        .isGreaterThan(
            log().stream().mapToDouble(line -> line.path("request_bytes").asLong()).sum());
    assertThat(connections.path("sent_bytes").asDouble())
        .isEqualTo(metrics.value("bytes_total{direction=\"sent\",}"))
        .isGreaterThan(
            log().stream().mapToDouble(line -> line.path("response_bytes").asLong()).sum());
  }

  /** Of requests that could be read, WebSockets apart. */
  @Test
  void of_how_long_requests_took() throws Exception {
    Told metrics = scrape();
    List<JsonNode> exchanges =
        log().stream()
            .filter(line -> line.has("method") && line.path("status").asInt() != 101)
            .toList();
    double seconds =
        exchanges.stream().mapToDouble(line -> line.path("duration_ms").asDouble()).sum() / 1000;

    assertThat(metrics.value("request_duration_seconds_count"))
        .isEqualTo(exchanges.size())
        .isEqualTo(rpc("stats.http").at("/duration/count").asDouble());
    assertThat(metrics.value("request_duration_seconds_sum")).isCloseTo(seconds, within(0.001));
  }

  @Test
  void of_what_upstreams_had_to_do() throws Exception {
    Told metrics = scrape();

    for (JsonNode group : rpc("stats.upstreams")) {
      for (JsonNode upstream : group.path("upstreams")) {
        String labels = "{upstream=\"" + upstream.path("url").asText() + "\",}";
        assertThat(metrics.value("upstream_active" + labels)).isZero();
        assertThat(metrics.value("upstream_failures_total" + labels))
            .isGreaterThanOrEqualTo(upstream.path("failures").asDouble());
      }
    }
    assertThat(
            metrics.value("upstream_failures_total{upstream=\"127.0.0.1:" + dead.number() + "\",}"))
        .isEqualTo(1);
  }

  @Test
  void and_a_page_of_the_admin_ui_says_so_too() throws Exception {
    HttpResponse<Void> login =
        browser.send(
            HttpRequest.newBuilder(admin("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", admin("/").toString().replaceAll("/$", ""))
                .POST(BodyPublishers.ofString("token=" + TOKEN))
                .build(),
            BodyHandlers.discarding());
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");

    String page =
        browser
            .send(
                HttpRequest.newBuilder(admin("/")).header("Cookie", cookie).build(),
                BodyHandlers.ofString())
            .body();

    Told metrics = scrape();
    assertThat(figure(page, "active")).isZero();
    assertThat(figure(page, "requests")).isEqualTo(sum(metrics, "requests_total"));
    assertThat(figure(page, "errors")).isEqualTo(sum(metrics, "errors_total"));
    assertThat(figure(page, "handshakes"))
        .isEqualTo((long) metrics.value("tls_handshake_duration_seconds_count"));
  }

  private static long figure(String page, String name) {
    Matcher matcher = Pattern.compile("data-figure=\"" + name + "\">(\\d+)<").matcher(page);
    assertThat(matcher.find()).as(name + " in " + page).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
