package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.Handshake.ASK;
import static sekisho.endtoend.Handshake.SWITCH;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/** Traps 22 to 25a: what of an upgrade reaches the upstream, what of its answer the client. */
class WebSocketHandshakeIT {
  @TempDir static Path folder;
  @AutoClose static SwitchingOrigin origin = new SwitchingOrigin();
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "routes": [
              { "path_prefix": "/only/", "type": "websocket", "upstream": "ORIGIN" },
              { "path": "/slow", "upstream": "ORIGIN", "upstream_timeout_secs": 1 },
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/only/fields", "/fields"})
  void the_handshake_passes_with_its_end_to_end_fields(String path) throws IOException {
    origin.on(
        path,
        c -> {
          c.write(SWITCH.replace("\r\n\r\n", "\r\nKeep-Alive: 1\r\nX-Own: 1\r\n\r\n"));
          RawServer.echo(c);
        });
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply =
          Handshake.send(
              client,
              "GET " + path + " HTTP/1.1",
              "Origin: https://a.example.com",
              "TE: trailers",
              "Sec-WebSocket-Protocol: chat, superchat",
              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

      assertThat(origin.head(path).lines())
          .contains(ASK)
          .contains(
              "Origin: https://a.example.com",
              "Sec-WebSocket-Protocol: chat, superchat",
              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
              "Via: 1.1 sekisho")
          .noneMatch(line -> line.startsWith("TE:"))
          .filteredOn(line -> line.startsWith("Connection:"))
          .hasSize(1);
      assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(reply.fields())
          .contains(
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
              "X-Own: 1",
              "Server: sekisho")
          .noneMatch(line -> line.startsWith("Keep-Alive"));
      assertThat(Handshake.read(client.write("to and fro"), 10)).isEqualTo("to and fro");
    }
  }

  @Test
  void firefox_nominates_keep_alive_too() throws IOException {
    origin.on("/firefox", c -> c.write(SWITCH).readToEnd());
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply =
          HttpFixture.send(
              client,
              "GET /firefox HTTP/1.1",
              "Connection: keep-alive, Upgrade",
              "Upgrade: websocket");

      assertThat(reply.status()).isEqualTo(101);
      assertThat(origin.head("/firefox")).contains("\r\nConnection: Upgrade\r\n");
    }
  }

  // 23
  @Test
  void bytes_that_come_with_the_101_go_to_the_client_first() throws IOException {
    origin.on("/early", c -> RawServer.echo(c.write(SWITCH + "early ")));
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = Handshake.send(client, "GET /early HTTP/1.1");

      assertThat(reply.status()).isEqualTo(101);
      assertThat(Handshake.read(client.write("late"), 10)).isEqualTo("early late");
    }
  }

  // 22
  @Test
  void bytes_behind_the_request_wait_for_the_101_and_go_to_the_upstream_first() throws Exception {
    CompletableFuture<byte[]> before = new CompletableFuture<>();
    origin.on(
        "/pipelined",
        c -> {
          Await.passing(Duration.ofMillis(300));
          before.complete(c.readNow());
          c.write(SWITCH);
          RawServer.echo(c);
        });
    try (RawTlsClient client = proxy.connect()) {
      client.write(Handshake.of("GET /pipelined HTTP/1.1") + "GET /smuggled HTTP/1.1\r\n\r\n");
      HttpReply reply = HttpReply.read(client.in());
      client.write("behind");

      assertThat(before.get()).isEmpty();
      assertThat(reply.status()).isEqualTo(101);
      assertThat(Handshake.read(client, 32)).isEqualTo("GET /smuggled HTTP/1.1\r\n\r\nbehind");
      assertThat(origin.wasAsked("/smuggled")).isFalse();
    }
  }

  // 13, 23
  @ParameterizedTest
  @CsvSource({
    "/switched/to-h2c, Upgrade: h2c|Connection: Upgrade",
    "/switched/to-nothing, Connection: Upgrade",
    "/switched/to-a-choice, 'Upgrade: websocket, h2c|Connection: Upgrade'",
    "/switched/not-nominated, Upgrade: websocket",
    "/switched/folded, Upgrade: web|Upgrade: socket|Connection: Upgrade"
  })
  void a_101_to_anything_else_is_502(String path, String fields) throws IOException {
    CompletableFuture<byte[]> rest = new CompletableFuture<>();
    String head = "HTTP/1.1 101 Switching\r\n" + fields.replace("|", "\r\n") + "\r\n\r\n";
    origin.on(path, c -> rest.complete(c.write(head + "secret").readToEnd().bytes()));
    try (RawTlsClient client = proxy.connect()) {
      client.write(Handshake.of("GET " + path + " HTTP/1.1") + "GET");
      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.text()).contains("upstream_bad_response").doesNotContain("secret");
      assertThat(rest.join()).isEmpty();
    }
  }

  @Test
  void the_101_has_to_come_in_time() throws IOException {
    CompletableFuture<byte[]> rest = new CompletableFuture<>();
    origin.on("/slow", c -> rest.complete(c.readToEnd().bytes()));
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = Handshake.send(client, "GET /slow HTTP/1.1");

      assertThat(reply.status()).isEqualTo(504);
      assertThat(reply.text()).contains("upstream_timeout");
      assertThat(rest.join()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/gone/close_notify", "/gone/fin", "/gone/reset"})
  void a_client_that_leaves_before_the_101_is_gone(String path) throws IOException {
    CompletableFuture<byte[]> rest = new CompletableFuture<>();
    origin.on(path, c -> rest.complete(c.readToEnd().bytes()));
    try (RawTlsClient client = proxy.connect()) {
      client.write(Handshake.of("GET " + path + " HTTP/1.1"));
      origin.head(path);
      switch (path) {
        case "/gone/close_notify" -> client.finish();
        case "/gone/fin" -> client.finishRudely();
        default -> client.reset();
      }

      assertThat(rest.join()).isEmpty();
      assertThat(proxy.sekisho().accessLog().await(path).path("status").asInt()).isEqualTo(499);
    }
  }

  @Test
  void interim_responses_pass_before_the_101() throws IOException {
    origin.on(
        "/hinted",
        c -> c.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + SWITCH).readToEnd());
    try (RawTlsClient client = proxy.connect()) {
      HttpReply hint = Handshake.send(client, "GET /hinted HTTP/1.1");

      assertThat(hint.status()).isEqualTo(103);
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(101);
    }
  }
}
