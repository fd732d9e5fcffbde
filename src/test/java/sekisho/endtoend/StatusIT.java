package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.ControlCall;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.Scrape;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

/** What a running proxy says of itself, asked over its control socket. */
class StatusIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [
                { "server_name": "relay.example.com", "mode": "tls_terminate", "upstream": "{{echo}}" },
                { "server_name": "dead.example.com", "mode": "tls_terminate", "upstream": "127.0.0.1:{{dead}}" },
                { "server_name": "unused.example.com", "mode": "transparent", "upstream": "127.0.0.1:{{dead}}" }
              ]
            }
          },
          "http": {
            "strict_sni_host": false,
            "access_log": { "format": "json", "path": "stdout" },
            "routes": [
              { "path_prefix": "/", "upstream": "{{origin}}" },
              { "path_prefix": "/dead", "upstream": "http://127.0.0.1:{{dead}}" },
              { "path_prefix": "/group", "upstream": ["http://127.0.0.1:{{dead}}", "{{origin}}"], "max_fails": 1 }
            ]
          }
        },
        "metrics": { "listen": "127.0.0.1:0" },
        "log": { "level": "debug" }
      }
      """;

  @TempDir static Path folder;
  @AutoClose static RawServer echo = RawServer.start(RawServer::echo);
  @AutoClose static ReservedPort dead = ReservedPort.loopback();
  @AutoClose static RawServer origin = RawServer.start(StatusIT::answer);
  @AutoClose static SekishoProcess sekisho;
  private static TlsCertificates certificates;
  private static ControlCall control;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    Path config =
        ConfigFile.of(CONFIG)
            .with(certificates.ecdsa("status", "DNS:*.example.com"))
            .with("echo", echo.address())
            .with("dead", dead.number())
            .with("origin", "http://" + origin.address())
            .in(folder);
    sekisho = SekishoProcess.run(config);
    control = ControlCall.ofConfiguration(config);
  }

  /** Answers requests, and becomes an echo for whoever asks for a WebSocket. */
  private static void answer(RawConnection connection) throws Exception {
    while (true) {
      String head = connection.readThrough("\r\n\r\n");
      if (head.contains("Upgrade: websocket")) {
        RawServer.echo(connection.write(Handshake.SWITCH));
        return;
      }
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    }
  }

  private static RawTlsClient connect(String name) throws IOException {
    return RawTlsClient.of(certificates.trustingContext())
        .sni(name)
        .protocols("TLSv1.3")
        .connect(sekisho.address());
  }

  private static void get(String path, int status) throws IOException {
    try (RawTlsClient client = connect("a.example.com")) {
      get(client, path, status);
    }
  }

  private static void get(RawTlsClient client, String path, int status, String... fields)
      throws IOException {
    String[] lines = new String[fields.length + 2];
    lines[0] = "GET " + path + " HTTP/1.1";
    lines[1] = "Host: a.example.com";
    System.arraycopy(fields, 0, lines, 2, fields.length);
    assertThat(RawRequest.send(client, lines).status()).isEqualTo(status);
  }

  @Test
  void its_figures_are_those_of_the_traffic() throws IOException {
    JsonNode httpBefore = control.result("stats.http");
    JsonNode tlsBefore = control.result("stats.tls");
    JsonNode connectionsBefore = control.result("stats.connections");

    for (int i = 0; i < 3; i++) {
      get("/counted", 200);
    }
    get("/dead/counted", 502);

    // They are counted when the last byte is written, which a client may see first.
    Await.until(
        "the requests to be counted",
        () -> since(httpBefore, control.result("stats.http"), "/by_status/502") >= 1);
    JsonNode http = control.result("stats.http");
    assertThat(since(httpBefore, http, "/by_status/200")).isGreaterThanOrEqualTo(3);
    assertThat(since(httpBefore, http, "/by_class/5xx")).isGreaterThanOrEqualTo(1);
    assertThat(http.at("/requests").asLong())
        .isEqualTo(sum(http.at("/by_status")))
        .isEqualTo(sum(http.at("/by_class")));
    assertThat(http.at("/duration/p50_secs").asDouble()).isBetween(1e-6, 60.0);
    assertThat(http.at("/duration/p99_secs").asDouble())
        .isGreaterThanOrEqualTo(http.at("/duration/p50_secs").asDouble());
    JsonNode tls = control.result("stats.tls");
    assertThat(since(tlsBefore, tls, "/handshakes")).isGreaterThanOrEqualTo(4);
    assertThat(since(tlsBefore, tls, "/by_version/1.3")).isGreaterThanOrEqualTo(4);
    assertThat(tls.at("/handshakes").asLong()).isEqualTo(sum(tls.at("/by_group")));
    JsonNode connections = control.result("stats.connections");
    assertThat(since(connectionsBefore, connections, "/accepted")).isGreaterThanOrEqualTo(4);
    assertThat(since(connectionsBefore, connections, "/by_kind/http")).isGreaterThanOrEqualTo(4);
    assertThat(since(connectionsBefore, connections, "/received_bytes")).isGreaterThan(100);
    assertThat(connections.at("/max").asLong()).isPositive();
  }

  @Test
  void its_figures_are_those_of_the_metrics() throws IOException {
    get("/both", 200);
    get("/dead/both", 502);
    Await.until(
        "nobody is connected", () -> control.result("connections.list").path("total").asInt() == 0);

    JsonNode http = control.result("stats.http");
    JsonNode tls = control.result("stats.tls");
    JsonNode connections = control.result("stats.connections");
    Scrape scrape = Scrape.of(sekisho.metricsAddress());

    assertThat(http.at("/by_status/200").asDouble())
        .isPositive()
        .isEqualTo(scrape.value("tls_proxy_requests_total{status=\"200\",}"));
    assertThat(http.at("/by_status/502").asDouble())
        .isPositive()
        .isEqualTo(scrape.value("tls_proxy_requests_total{status=\"502\",}"));
    assertThat(http.at("/duration/count").asDouble())
        .isEqualTo(scrape.value("tls_proxy_request_duration_seconds_count"));
    assertThat(tls.at("/handshakes").asDouble())
        .isPositive()
        .isEqualTo(scrape.value("tls_proxy_tls_handshake_duration_seconds_count"));
    assertThat(connections.at("/by_kind/http").asDouble())
        .isEqualTo(scrape.value("tls_proxy_connections_total{route_type=\"http\",}"));
    assertThat(connections.at("/received_bytes").asDouble())
        .isEqualTo(scrape.value("tls_proxy_bytes_total{direction=\"received\",}"));
  }

  @Test
  void an_upstream_that_is_gone_says_why_and_where_to_look() throws IOException {
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    get("/dead/upstream", 502);

    JsonNode upstream = group("http://127.0.0.1:" + dead.number(), 1).at("/upstreams/0");

    assertThat(upstream.path("state").asText()).isEqualTo("failing");
    assertThat(upstream.path("why").asText()).contains("127.0.0.1:" + dead.number(), "refused");
    assertThat(Instant.parse(upstream.path("since").asText())).isAfter(Instant.EPOCH);
    assertThat(upstream.path("failures").asLong()).isPositive();
    assertThat(upstream.path("failures_in_row").asLong()).isPositive();
    JsonNode failure = upstream.path("last_failure");
    assertThat(failure.path("reason").asText()).isEqualTo("upstream_connect_refused");
    assertThat(Instant.parse(failure.path("at").asText())).isAfter(before);
    assertThat(failure.path("advice").asText()).contains("listens");
  }

  @Test
  void one_of_a_group_rests_while_another_does_its_work() throws IOException {
    for (int i = 0; i < 2; i++) {
      get("/group", 200);
    }

    JsonNode group = group("http://127.0.0.1:" + dead.number(), 2);

    assertThat(group.at("/upstreams/0/state").asText()).isEqualTo("resting");
    assertThat(group.at("/upstreams/0/last_failure/reason").asText())
        .isEqualTo("upstream_connect_refused");
    assertThat(group.at("/upstreams/1/state").asText()).isEqualTo("up");
    assertThat(group.at("/upstreams/1/why").isNull()).isTrue();
    assertThat(group.at("/upstreams/1/begun").asLong()).isGreaterThanOrEqualTo(2);
    Await.until(
        "an idle connection",
        () ->
            group("http://127.0.0.1:" + dead.number(), 2)
                    .at("/upstreams/1/idle_connections")
                    .asInt()
                > 0);
  }

  @Test
  void a_relays_upstream_is_there_before_it_is_used_and_says_why_it_failed() throws IOException {
    assertThat(group("127.0.0.1:" + dead.number(), 1).path("route_lines")).hasSize(2);

    try (RawTlsClient client = connect("dead.example.com")) {
      client.readToEnd();
    }

    JsonNode upstream = group("127.0.0.1:" + dead.number(), 1).at("/upstreams/0");
    assertThat(upstream.path("state").asText()).isEqualTo("failing");
    assertThat(upstream.at("/last_failure/reason").asText()).isEqualTo("upstream_connect_refused");
  }

  @Test
  void a_connection_is_listed_with_what_is_known_of_it() throws IOException {
    try (RawTlsClient client = connect("listed.example.com")) {
      client.write("GET / HTTP/1.1\r\nHost: listed.example.com\r\n\r\n");
      client.in().readNBytes(40);

      JsonNode connection = listed("\"sni\": \"listed.example.com\"");

      assertThat(connection.path("client").asText()).isEqualTo("127.0.0.1");
      assertThat(connection.path("client_port").asInt()).isEqualTo(client.localAddress().getPort());
      assertThat(connection.path("destination_port").asInt())
          .isEqualTo(sekisho.address().getPort());
      assertThat(connection.path("kind").asText()).isEqualTo("http");
      assertThat(connection.at("/tls/version").asText()).isEqualTo("TLSv1.3");
      assertThat(connection.path("upstream").asText()).contains(origin.address().toString());
      assertThat(connection.path("requests").asInt()).isEqualTo(1);
      assertThat(connection.path("generation").asInt()).isEqualTo(1);
      JsonNode none = control.result("connections.list", "{\"client\": \"192.0.2.1\"}");
      assertThat(none.path("total").asInt()).isZero();
      assertThat(none.path("connections")).isEmpty();
      JsonNode one = control.result("connections.list", "{\"limit\": 1}");
      assertThat(one.path("connections")).hasSize(1);
      assertThat(one.path("total").asInt()).isPositive();
    }
  }

  @Test
  void an_idle_connection_is_closed() throws IOException {
    try (RawTlsClient client = connect("idle.example.com")) {
      get(client, "/idle", 200);

      JsonNode closed = close("\"sni\": \"idle.example.com\"");

      assertThat(closed.path("requests").asInt()).isEqualTo(1);
      assertThat(client.readToEnd().bytes()).isEmpty();
    }
  }

  @Test
  void a_relay_is_closed() throws IOException {
    try (RawTlsClient client = connect("relay.example.com")) {
      client.write("to and fro");
      assertThat(Handshake.read(client, 10)).isEqualTo("to and fro");

      JsonNode closed = close("\"kind\": \"tls_terminate\", \"sni\": \"relay.example.com\"");

      assertThat(closed.path("upstream").asText()).isEqualTo(echo.address().toString());
      assertThat(closed.path("received_bytes").asLong()).isEqualTo(10);
      assertThat(closed.path("sent_bytes").asLong()).isEqualTo(10);
      assertThat(client.readToEnd().bytes()).isEmpty();
    }
  }

  @Test
  void a_web_socket_is_closed() throws IOException {
    try (RawTlsClient client = connect("ws.example.com")) {
      String[] fields = Handshake.ASK;
      get(client, "/ws", 101, fields);
      client.write("frame");
      assertThat(Handshake.read(client, 5)).isEqualTo("frame");
      assertThat(control.result("stats.http").path("websockets").asInt()).isPositive();

      close("\"sni\": \"ws.example.com\"");

      TlsEnding ending = client.readToEnd();
      assertThat(ending.bytes()).isEmpty();
    }
  }

  @Test
  void a_connection_that_is_gone_cannot_be_closed() {
    JsonNode answer = control.answer("connections.close", "{\"id\": 999999999}");

    assertThat(answer.at("/error/code").asInt()).isEqualTo(1);
    assertThat(answer.at("/error/message").asText()).contains("999999999");
  }

  @Test
  void a_certificate_is_listed_with_who_gets_it() {
    JsonNode certificate = control.result("certificates.list").path(0);

    assertThat(certificate.at("/names/0").asText()).isEqualTo("*.example.com");
    assertThat(certificate.path("key_type").asText()).isEqualTo("EC P-256");
    assertThat(certificate.path("source").asText()).isEqualTo("file");
    assertThat(certificate.path("file").asText()).startsWith(folder.toString());
    assertThat(certificate.path("issuer").asText()).contains("Test authority");
    assertThat(certificate.path("fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(certificate.path("days_left").asInt()).isPositive();
    assertThat(texts(certificate.path("routes")))
        .containsExactly("relay.example.com", "dead.example.com", "no name");
    assertThat(certificate.path("problems")).isEmpty();
  }

  // 46
  @Test
  void what_went_wrong_is_in_the_latest_log_lines_with_the_requests_id_and_without_secrets()
      throws IOException {
    long before = control.result("log.recent").path("last_id").asLong();
    try (RawTlsClient client = connect("log.example.com")) {
      get(
          client,
          "/dead/logged?token=s3cret",
          502,
          "User-Agent: \u009b31m\"}",
          "Authorization: Bearer s3cret");
    }

    JsonNode line =
        Await.present("the request in the log", () -> entry(before, "access", "/dead/logged"));

    String id = after(line.path("text").asText(), "\"request_id\":\"");
    assertThat(line.path("level").asText()).isEqualTo("warn");
    assertThat(line.path("text").asText())
        .contains("upstream_connect_refused", "token=-")
        .doesNotContain("s3cret", "\u001b", "\u009b");
    JsonNode program =
        Await.present("the upstream's failure in the log", () -> entry(before, "upstream", id));
    assertThat(program.path("text").asText())
        .startsWith("upstream_connect_refused: ")
        .endsWith("(request " + id + ")");
    assertThat(sekisho.stdout().toString()).doesNotContain("\u001b", "\u009b", "s3cret");
    assertThat(
            control
                .result("log.recent", "{\"level\": \"error\"}")
                .path("entries")
                .findValuesAsText("level"))
        .allMatch("error"::equals);
  }

  // 46
  @Test
  void a_request_full_of_control_characters_is_refused_and_logged_harmlessly() throws IOException {
    long before = control.result("log.recent").path("last_id").asLong();
    for (String bad :
        List.of(
            "GET /bad\u001b[2J HTTP/1.1\r\nHost: a.example.com\r\n\r\n",
            "GET /bad HTTP/1.1\r\nHost: a.example.com\u001b[31m\r\n\r\n",
            "GET /bad HTTP/1.1\r\nHost: a.example.com\r\nX: \u0007\u0000\r\n\r\n",
            "\u001b]0;title\u0007 / HTTP/1.1\r\n\r\n")) {
      try (RawTlsClient client = connect("bad.example.com")) {
        assertThat(client.write(bad).readToEnd().text()).startsWith("HTTP/1.1 400 ");
      }
    }

    Await.until(
        "four lines of the access log",
        () ->
            entries(before)
                    .filter(entry -> entry.path("source").asText().equals("access"))
                    .filter(entry -> entry.path("text").asText().contains("bad.example.com"))
                    .count()
                >= 4);
    assertThat(entries(before).map(entry -> entry.path("text").asText()))
        .allMatch(text -> text.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    assertThat(sekisho.stdout().lines())
        .allMatch(line -> line.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t'));
  }

  // ---- Looking into answers

  private static long since(JsonNode before, JsonNode now, String pointer) {
    return now.at(pointer).asLong() - before.at(pointer).asLong();
  }

  private static long sum(JsonNode counts) {
    return StreamSupport.stream(counts.spliterator(), false).mapToLong(JsonNode::asLong).sum();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** The group whose first upstream is that, of so many. */
  private static JsonNode group(String first, int size) {
    return StreamSupport.stream(control.result("stats.upstreams").spliterator(), false)
        .filter(group -> group.at("/upstreams/0/url").asText().equals(first))
        .filter(group -> group.path("upstreams").size() == size)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode listed(String filter) {
    JsonNode list = control.result("connections.list", "{" + filter + "}");
    assertThat(list.path("connections")).hasSize(1);
    return list.at("/connections/0");
  }

  private static JsonNode close(String filter) {
    return control.result(
        "connections.close", "{\"id\": " + listed(filter).path("id").asLong() + "}");
  }

  private static Stream<JsonNode> entries(long since) {
    JsonNode log = control.result("log.recent", "{\"since_id\": " + since + ", \"limit\": 2000}");
    return StreamSupport.stream(log.path("entries").spliterator(), false);
  }

  private static Optional<JsonNode> entry(long since, String source, String text) {
    return entries(since)
        .filter(entry -> entry.path("source").asText().equals(source))
        .filter(entry -> entry.path("text").asText().contains(text))
        .findFirst();
  }

  private static String after(String text, String start) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf('"', from));
  }
}
