package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.TlsEnding;

/** What the proxy says by itself, and why, in the answer and in the access log. */
class OwnAnswersIT {
  @TempDir static Path folder;
  @AutoClose static ReservedPort refused = ReservedPort.loopback();
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
  @AutoClose static HttpFixture proxy;

  /** Answers a TLS hello as an HTTP server does. */
  @AutoClose
  static RawServer plain = RawServer.start(c -> c.write("HTTP/1.1 400 Bad Request\r\n\r\n"));

  /** Where the silent upstream says how its connection ended. */
  static volatile CompletableFuture<Ending> silenceEnded = new CompletableFuture<>();

  @AutoClose
  static RawServer silent =
      RawServer.start(connection -> {
        connection.readThrough("\r\n\r\n");
        silenceEnded.complete(connection.readToEnd());
      });

  @AutoClose
  static RawServer resetting =
      RawServer.start(connection -> {
        connection.readThrough("\r\n\r\n");
        connection.reset();
      });

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "upstream_timeout_secs": 1,
            "routes": [
              { "path_prefix": "/refused", "upstream": "http://127.0.0.1:REFUSED" },
              { "path_prefix": "/unresolved", "upstream": "http://nowhere.invalid" },
              { "path_prefix": "/plain", "upstream": "https://PLAIN/" },
              { "path_prefix": "/silent", "upstream": "http://SILENT" },
              { "path_prefix": "/patient", "upstream": "http://SILENT", "upstream_timeout_secs": 600 },
              { "path_prefix": "/resetting", "upstream": "http://RESETTING" },
              { "path_prefix": "/origin", "upstream": "http://ORIGIN" }
            ]
            """
                .replace("REFUSED", Integer.toString(refused.number()))
                .replace("SILENT", silent.address())
                .replace("RESETTING", resetting.address())
                .replace("PLAIN", plain.address())
                .replace("ORIGIN", origin.url().substring("http://".length())));
  }

  @ParameterizedTest
  @CsvSource({
    "/refused, 502, upstream_connect_refused",
    "/unresolved, 502, upstream_unresolved",
    "/plain, 502, upstream_tls",
    "/silent, 504, upstream_timeout",
    "/resetting, 502, upstream_reset",
    "/nowhere, 404, no_route"
  })
  void a_failure_has_its_status_and_the_same_reason_in_answer_and_log(
      String path, int status, String reason) throws IOException {
    HttpReply reply = proxy.send("GET " + path + " HTTP/1.1", "Accept: application/json");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).contains(reason);
    JsonNode line = proxy.sekisho().accessLog().await(path);
    assertThat(line.path("status").asInt()).isEqualTo(status);
    assertThat(line.path("reason").asText()).isEqualTo(reason);
  }

  /** The client waits to be asked for its body, and so it is not the one that is late. */
  @Test
  void silence_instead_of_100_is_the_upstreams() throws IOException {
    HttpReply reply =
        proxy.send("POST /silent/expect HTTP/1.1", "Expect: 100-continue", "Content-Length: 4");

    assertThat(reply.status()).isEqualTo(504);
    assertThat(proxy.sekisho().accessLog().await("/silent/expect").path("reason").asText())
        .isEqualTo("upstream_timeout");
  }

  // 27
  @ParameterizedTest
  @CsvSource({"/refused, 502", "/resetting, 502", "/silent, 504", "/nowhere, 404"})
  void an_answer_is_whole_and_so_it_ends_with_close_notify(String path, int status)
      throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET " + path + " HTTP/1.1", "Connection: close");

      assertThat(reply.status()).isEqualTo(status);
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void an_answer_is_json_or_html_by_accept_and_names_the_request() throws IOException {
    HttpReply json = proxy.send("GET /nowhere/json HTTP/1.1", "Accept: application/json");
    HttpReply html = proxy.send("GET /nowhere/html HTTP/1.1", "Accept: text/html,*/*;q=0.8");

    JsonNode body = new ObjectMapper().readTree(json.text());
    String id = proxy.sekisho().accessLog().await("/nowhere/json").path("request_id").asText();
    assertThat(id).isNotEmpty();
    assertThat(body.toString()).contains(id, "no_route");
    assertThat(json.field("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(html.field("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(html.text()).containsIgnoringCase("<html").contains("no_route");
  }

  @Test
  void an_own_answer_to_head_has_no_body_and_the_connection_goes_on() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply head = HttpFixture.send(client, "HEAD /nowhere HTTP/1.1");
      HttpReply next = HttpFixture.send(client, "GET /origin HTTP/1.1");

      assertThat(head.status()).isEqualTo(404);
      assertThat(next.text()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /origin HTTP/1.1|Host: a.example.com|Content-Length: 1|Transfer-Encoding: chunked",
        "GET /origin HTTP/1.1|Host: a.example.com|Content-Length: 1|Content-Length: 1",
        "GET /origin HTTP/1.1|Host: a.example.com|Transfer-Encoding: chunked, chunked",
        "GET /origin HTTP/1.1|Host: a.example.com|X : y",
        "GET /origin HTTP/1.1|Host: a.example.com|X: a|  folded",
        "GET /origin HTTP/1.1|Host: a.example.com|Host: a.example.com",
        "GET /origin HTTP/1.1|X: no host",
        "GET  /origin HTTP/1.1|Host: a.example.com",
        "GET /origin|Host: a.example.com",
        "GET /ori gin HTTP/1.1|Host: a.example.com"
      })
  void a_request_that_cannot_be_framed_without_doubt_is_400_and_the_end(String head)
      throws IOException {
    int before = origin.requests().size();
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of(head.split("\\|")));
      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.field("Connection")).contains("close");
      TlsEnding ending = client.readToEnd();
      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(origin.requests()).hasSize(before);
    }
  }

  @Test
  void a_bare_line_feed_is_no_line_end() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write("GET /origin HTTP/1.1\nHost: a.example.com\n\n");

      assertThat(HttpReply.read(client.in()).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /origin HTTP/2.0\r\nHost: a.example.com\r\n\r\n"
      })
  void another_major_version_is_505(String request) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(request);

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(505);
      assertThat(reply.text()).contains("version_not_supported");
    }
  }

  // 26: during an HTTP exchange the end of the client is abort
  @ParameterizedTest
  @ValueSource(strings = {"close_notify", "FIN", "RST"})
  void a_client_that_leaves_aborts_the_upstream_request_and_is_logged_as_499(String manner)
      throws Exception {
    silenceEnded = new CompletableFuture<>();
    int before = silent.connections();
    String path = "/patient/" + manner;
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET " + path + " HTTP/1.1", "Host: a.example.com"));
      Await.until("the upstream is asked", () -> silent.connections() > before);
      switch (manner) {
        case "close_notify" -> client.finish();
        case "FIN" -> client.finishRudely();
        default -> client.reset();
      }

      assertThat(silenceEnded.get().bytes()).isEmpty();
      JsonNode line = proxy.sekisho().accessLog().await(path);
      assertThat(line.path("status").asInt()).isEqualTo(499);
      assertThat(line.path("reason").asText()).isEqualTo("client_abort");
    }
  }
}
