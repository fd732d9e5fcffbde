package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.Handshake.SWITCH;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;

/**
 * However a request ends that has the one place of its client, the place is given back, and once.
 */
class PlaceGivenBackIT {
  @TempDir static Path folder;
  @AutoClose static SwitchingOrigin origin = new SwitchingOrigin();
  @AutoClose static ReservedPort refusing = ReservedPort.loopback();
  @AutoClose static HttpFixture proxy;
  static OneInFlight clients;

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
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url())
                .replace("REFUSING", Integer.toString(refusing.number())));
    clients = new OneInFlight(proxy, origin);
    origin.on("/ok", c -> c.write(RawOrigin.ok("ok")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"close_notify", "FIN", "RST"})
  void a_client_that_leaves_gives_its_place_back(String manner) throws Exception {
    String path = "/hold/left/" + manner;
    CountDownLatch goOn = clients.hold(path);
    try (RawTlsClient client = clients.ask(path, manner)) {
      switch (manner) {
        case "close_notify" -> client.finish();
        case "FIN" -> client.finishRudely();
        default -> client.reset();
      }
      proxy.sekisho().accessLog().await(path);
    }
    goOn.countDown();
    clients.assertFreeOnce(manner);
  }

  @Test
  void a_client_that_leaves_in_its_upload_gives_its_place_back() throws Exception {
    origin.on("/upload", c -> c.readToEnd());
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          OneInFlight.head("POST /upload HTTP/1.1", "uploading", "Content-Length: 50") + "12345");
      origin.head("/upload");
      client.reset();
    }
    clients.assertFreeOnce("uploading");
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
      client.write(OneInFlight.head("GET /cut HTTP/1.1", "cut"));
      assertThat(client.readToEnd().text()).endsWith("123");
    }
    clients.assertFreeOnce("cut");
  }

  @Test
  void a_request_that_is_wrong_behind_its_head_gives_its_place_back() throws Exception {
    origin.on("/wrong", c -> c.readToEnd());
    assertEndsWith(413, "POST /wrong HTTP/1.1", "announced", "Content-Length: 101");
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          OneInFlight.head("POST /wrong HTTP/1.1", "chunk", "Transfer-Encoding: chunked")
              + "nothing\r\n");
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(400);
    }
    clients.assertFreeOnce("chunk");
    try (RawTlsClient client = proxy.connect()) {
      client.write(OneInFlight.head("POST /wrong HTTP/1.1", "slow", "Content-Length: 5") + "1");
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(408);
    }
    clients.assertFreeOnce("slow");
  }

  @Test
  void an_answer_before_the_end_of_the_question_gives_the_place_back() throws Exception {
    origin.on("/early", c -> c.write(RawOrigin.ok("early")));
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          OneInFlight.head("POST /early HTTP/1.1", "early", "Content-Length: 50") + "12345");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("early");
    }
    clients.assertFreeOnce("early");
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
      assertThat(clients.get("/ok", path).status()).isEqualTo(503);
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
    clients.assertFreeOnce(path);
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
    clients.assertFreeOnce("idle");
    try (RawTlsClient socket = proxy.connect()) {
      assertThat(Handshake.send(socket, "GET /no HTTP/1.1", "X-Client: no").status())
          .isEqualTo(403);
    }
    clients.assertFreeOnce("no");
  }

  private static void assertEndsWith(int status, String line, String client, String... fields)
      throws Exception {
    try (RawTlsClient connection = proxy.connect()) {
      connection.write(OneInFlight.head(line, client, fields));
      assertThat(HttpReply.read(connection.in()).status()).isEqualTo(status);
    }
    clients.assertFreeOnce(client);
  }
}
