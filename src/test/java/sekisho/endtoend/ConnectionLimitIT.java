package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.Handshake.SWITCH;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;

/**
 * How many requests a client has in flight: one, here. However it ends, its place is given back,
 * and once.
 */
class ConnectionLimitIT {
  @TempDir static Path folder;
  @AutoClose static SwitchingOrigin origin = new SwitchingOrigin();
  @AutoClose static ReservedPort refusing = ReservedPort.loopback();
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "upstream_timeout_secs": 1,
            "max_request_body_bytes": 100,
            "request_body_timeout_secs": 1,
            "websocket_idle_timeout_secs": 60,
            "connection_limit": { "max": 1, "key": "header:X-Client" },
            "routes": [
              { "path_prefix": "/idle/", "upstream": "ORIGIN", "websocket_idle_timeout_secs": 1 },
              { "path_prefix": "/hold/", "upstream": "ORIGIN", "upstream_timeout_secs": 60 },
              { "path_prefix": "/refused", "upstream": "http://127.0.0.1:REFUSING" },
              { "path_prefix": "/dry/", "upstream": "ORIGIN", "upstream_timeout_secs": 60,
                "connection_limit": { "max": 1, "dry_run": true } },
              { "path_prefix": "/status/", "upstream": "ORIGIN",
                "connection_limit": { "max": 1, "key": "header:X-Client", "status": 429 } },
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url())
                .replace("REFUSING", Integer.toString(refusing.number())));
    origin.on("/ok", c -> c.write(RawOrigin.ok("ok")));
  }

  @Test
  void one_too_many_is_refused_and_the_first_is_not_disturbed() throws Exception {
    CountDownLatch goOn = hold("/hold/first");
    try (RawTlsClient first = ask("/hold/first", "first");
        RawTlsClient second = proxy.connect()) {
      HttpReply refused = get(second, "/too/many", "first");
      HttpReply other = get(second, "/ok", "other");
      goOn.countDown();
      HttpReply served = HttpReply.read(first.in());

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("connection_limited");
      assertThat(refused.field("Retry-After")).isEmpty();
      assertThat(other.status()).isEqualTo(200);
      assertThat(served.text()).isEqualTo("held");
      JsonNode line = proxy.sekisho().accessLog().await("/too/many");
      assertThat(line.path("reason").asText()).isEqualTo("connection_limited");
      assertThat(line.path("status").asInt()).isEqualTo(503);
    }
    assertFreeOnce("first");
  }

  @Test
  void requests_one_after_the_other_are_never_too_many() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      for (int i = 0; i < 50; i++) {
        assertThat(get(client, "/ok", "steady").status()).isEqualTo(200);
      }
      client.write(head("GET /ok HTTP/1.1", "steady").repeat(10));
      for (int i = 0; i < 10; i++) {
        assertThat(HttpReply.read(client.in()).status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"close_notify", "FIN", "RST"})
  void a_client_that_leaves_gives_its_place_back(String manner) throws Exception {
    String path = "/hold/left/" + manner;
    CountDownLatch goOn = hold(path);
    try (RawTlsClient client = ask(path, manner)) {
      switch (manner) {
        case "close_notify" -> client.finish();
        case "FIN" -> client.finishRudely();
        default -> client.reset();
      }
      proxy.sekisho().accessLog().await(path);
    }
    goOn.countDown();
    assertFreeOnce(manner);
  }

  @Test
  void a_client_that_leaves_in_its_upload_gives_its_place_back() throws Exception {
    origin.on("/upload", c -> c.readToEnd());
    try (RawTlsClient client = proxy.connect()) {
      client.write(head("POST /upload HTTP/1.1", "uploading", "Content-Length: 50") + "12345");
      origin.head("/upload");
      client.reset();
    }
    assertFreeOnce("uploading");
  }

  @Test
  void an_upstream_that_fails_gives_the_place_back() throws Exception {
    origin.on("/reset", c -> c.reset());
    origin.on("/silent", c -> c.readToEnd());
    origin.on("/bad", c -> c.write("nothing like HTTP\r\n\r\n"));
    origin.on("/cut", c -> c.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123").close());
    assertEndsWith(502, "GET /reset HTTP/1.1", "reset");
    assertEndsWith(502, "GET /refused HTTP/1.1", "refused");
    assertEndsWith(504, "GET /silent HTTP/1.1", "silent");
    assertEndsWith(502, "GET /bad HTTP/1.1", "bad");
    try (RawTlsClient client = proxy.connect()) {
      client.write(head("GET /cut HTTP/1.1", "cut"));
      assertThat(client.readToEnd().text()).endsWith("123");
    }
    assertFreeOnce("cut");
  }

  @Test
  void a_request_that_is_wrong_behind_its_head_gives_its_place_back() throws Exception {
    origin.on("/wrong", c -> c.readToEnd());
    assertEndsWith(413, "POST /wrong HTTP/1.1", "announced", "Content-Length: 101");
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          head("POST /wrong HTTP/1.1", "chunk", "Transfer-Encoding: chunked") + "nothing\r\n");
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(400);
    }
    assertFreeOnce("chunk");
    try (RawTlsClient client = proxy.connect()) {
      client.write(head("POST /wrong HTTP/1.1", "slow", "Content-Length: 5") + "1");
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(408);
    }
    assertFreeOnce("slow");
  }

  @Test
  void an_answer_before_the_end_of_the_question_gives_the_place_back() throws Exception {
    origin.on("/early", c -> c.write(RawOrigin.ok("early")));
    try (RawTlsClient client = proxy.connect()) {
      client.write(head("POST /early HTTP/1.1", "early", "Content-Length: 50") + "12345");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("early");
    }
    assertFreeOnce("early");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "upstream", "reset"})
  void a_websocket_has_a_place_until_it_ends(String end) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    String path = "/ws/" + end;
    origin.on(
        path,
        c -> {
          c.write(SWITCH + "hi");
          if (end.equals("client")) {
            c.readToEnd();
          } else {
            goOn.await();
            if (end.equals("reset")) {
              c.reset();
            } else {
              c.close();
            }
          }
        });
    try (RawTlsClient socket = proxy.connect()) {
      assertThat(Handshake.send(socket, "GET " + path + " HTTP/1.1", "X-Client: " + path).status())
          .isEqualTo(101);
      assertThat(Handshake.read(socket, 2)).isEqualTo("hi");
      assertThat(get("/ok", path).status()).isEqualTo(503);
      assertThat(
              Handshake.send(proxy.connect(), "GET " + path + " HTTP/1.1", "X-Client: " + path)
                  .status())
          .isEqualTo(503);
      goOn.countDown();
      if (end.equals("client")) {
        socket.close();
      } else {
        socket.readToEnd();
      }
    }
    assertFreeOnce(path);
  }

  @Test
  void a_websocket_that_rests_too_long_and_one_that_is_refused_give_their_places_back()
      throws Exception {
    origin.on("/idle/ws", c -> c.write(SWITCH).readToEnd());
    origin.on("/no", c -> c.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
    try (RawTlsClient socket = proxy.connect()) {
      Handshake.send(socket, "GET /idle/ws HTTP/1.1", "X-Client: idle");
      socket.readToEnd();
    }
    assertFreeOnce("idle");
    try (RawTlsClient socket = proxy.connect()) {
      assertThat(Handshake.send(socket, "GET /no HTTP/1.1", "X-Client: no").status())
          .isEqualTo(403);
    }
    assertFreeOnce("no");
  }

  @Test
  void a_dry_run_serves_and_tells_whom_it_would_have_refused() throws Exception {
    CountDownLatch goOn = hold("/dry/one");
    origin.on("/dry/two", c -> c.write(RawOrigin.ok("ok")));
    try (RawTlsClient first = ask("/dry/one", "dry")) {
      assertThat(get("/dry/two", "dry").status()).isEqualTo(200);
      goOn.countDown();
      assertThat(HttpReply.read(first.in()).status()).isEqualTo(200);
    }
    assertThat(proxy.sekisho().accessLog().await("/dry/two").path("dry_run").asText())
        .isEqualTo("connection_limited");
    assertThat(proxy.sekisho().accessLog().await("/dry/one").has("dry_run")).isFalse();
  }

  @Test
  void the_status_is_the_configurations() throws Exception {
    CountDownLatch goOn = hold("/status/held");
    try (RawTlsClient first = ask("/status/held", "status")) {
      assertThat(get("/status/other", "status").status()).isEqualTo(429);
      // A limit of its own: not that of the other routes.
      assertThat(get("/ok", "status").status()).isEqualTo(200);
      goOn.countDown();
      assertThat(HttpReply.read(first.in()).status()).isEqualTo(200);
    }
  }

  /** The client has its place, and no more than that. */
  private static void assertFreeOnce(String client) throws Exception {
    String path = "/hold/free/" + client;
    CountDownLatch goOn = hold(path);
    Await.until(
        client + " has its place again",
        () -> {
          try {
            return get("/ok", client).status() == 200;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    try (RawTlsClient holder = ask(path, client)) {
      assertThat(get("/ok", client).status()).isEqualTo(503);
      goOn.countDown();
      assertThat(HttpReply.read(holder.in()).status()).isEqualTo(200);
    }
  }

  private static void assertEndsWith(int status, String line, String client, String... fields)
      throws Exception {
    try (RawTlsClient connection = proxy.connect()) {
      connection.write(head(line, client, fields));
      assertThat(HttpReply.read(connection.in()).status()).isEqualTo(status);
    }
    assertFreeOnce(client);
  }

  /** The origin answers {@code path} when the latch is down. */
  private static CountDownLatch hold(String path) {
    CountDownLatch goOn = new CountDownLatch(1);
    RawServer.Script answer =
        c -> {
          goOn.await();
          c.write(RawOrigin.ok("held"));
        };
    origin.on(path, answer);
    return goOn;
  }

  /** A client whose request has come to the origin. */
  private static RawTlsClient ask(String path, String client) throws IOException {
    RawTlsClient connection = proxy.connect();
    connection.write(head("GET " + path + " HTTP/1.1", client));
    origin.head(path);
    return connection;
  }

  private static HttpReply get(String path, String client) throws IOException {
    try (RawTlsClient connection = proxy.connect()) {
      return get(connection, path, client);
    }
  }

  private static HttpReply get(RawTlsClient connection, String path, String client)
      throws IOException {
    connection.write(head("GET " + path + " HTTP/1.1", client));
    return HttpReply.read(connection.in());
  }

  private static String head(String line, String client, String... fields) {
    String[] lines = new String[fields.length + 3];
    lines[0] = line;
    lines[1] = "Host: " + HttpFixture.HOST;
    lines[2] = "X-Client: " + client;
    System.arraycopy(fields, 0, lines, 3, fields.length);
    return RawRequest.of(lines);
  }
}
