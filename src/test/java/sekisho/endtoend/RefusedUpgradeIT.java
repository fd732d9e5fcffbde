package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.Handshake.SWITCH;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/** Traps 24 and 25a: upgrades that end at the proxy, and those that the upstream refuses. */
class RefusedUpgradeIT {
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
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url()));
  }

  // 24
  @Test
  void a_refusal_passes_whole_and_the_connection_goes_on_as_http() throws IOException {
    origin.on(
        "/only/refused",
        c ->
            c.write(
                "HTTP/1.1 403 Not Here\r\nX-Why: because\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "6\r\nno way\r\n0\r\n\r\n"));
    origin.on("/next", c -> c.write(RawOrigin.ok("next")));
    try (RawTlsClient client = proxy.connect()) {
      HttpReply refusal = Handshake.send(client, "GET /only/refused HTTP/1.1");
      int connections = origin.connections();
      HttpReply next = HttpFixture.send(client, "GET /next HTTP/1.1");

      assertThat(refusal.statusLine()).isEqualTo("HTTP/1.1 403 Not Here");
      assertThat(refusal.field("X-Why")).contains("because");
      assertThat(refusal.text()).isEqualTo("no way");
      assertThat(next.text()).isEqualTo("next");
      assertThat(origin.connections()).isEqualTo(connections);
    }
  }

  /** RFC 9112 §9.3.2: who is refused speaks HTTP on, and has possibly pipelined. */
  @Test
  void what_waits_behind_a_refused_upgrade_is_the_next_request() throws IOException {
    origin.on("/refused/pipelined", c -> c.write(RawOrigin.ok("ordinary")));
    origin.on("/behind", c -> c.write(RawOrigin.ok("behind")));
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          Handshake.of("GET /refused/pipelined HTTP/1.1")
              + RawRequest.of("GET /behind HTTP/1.1", "Host: " + HttpFixture.HOST));

      assertThat(HttpReply.read(client.in()).text()).isEqualTo("ordinary");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("behind");
    }
  }

  @Test
  void frames_behind_a_refused_upgrade_are_no_request() throws IOException {
    origin.on("/refused/frames", c -> c.write(RawOrigin.ok("ordinary")));
    try (RawTlsClient client = proxy.connect()) {
      client.write(Handshake.of("GET /refused/frames HTTP/1.1"));
      client.out().write(new byte[] {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4, '\r', '\n'});

      assertThat(HttpReply.read(client.in()).text()).isEqualTo("ordinary");
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(400);
      assertThat(client.readToEnd().bytes()).isEmpty();
    }
  }

  // 13
  @ParameterizedTest
  @MethodSource("otherRequests")
  void an_unasked_101_is_502(String fields) throws IOException {
    origin.on("/unasked", c -> c.write(SWITCH + "secret").readToEnd());
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET /unasked HTTP/1.1", fields.split("\\|"));

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.text()).doesNotContain("secret");
    }
  }

  /** Requests that name an upgrade, and ask for none that passes. */
  static Stream<String> otherRequests() {
    return Stream.of(
        "Accept: */*",
        "Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAAP__|Connection: Upgrade, HTTP2-Settings",
        "Upgrade: websocket, h2c|Connection: Upgrade",
        "Upgrade: websocket|Upgrade: h2c|Connection: Upgrade",
        "Upgrade: TLS/1.0|Connection: Upgrade",
        "Upgrade: websocket|Connection: keep-alive");
  }

  // 25a
  @ParameterizedTest
  @MethodSource("otherRequests")
  void every_other_upgrade_is_stripped_and_the_request_goes_on(String fields) throws IOException {
    origin.on("/ordinary", c -> c.write(RawOrigin.ok("ordinary")));
    HttpReply reply = proxy.send("GET /ordinary HTTP/1.1", fields.split("\\|"));

    assertThat(reply.text()).isEqualTo("ordinary");
    assertThat(origin.head("/ordinary")).doesNotContain("Upgrade", "Connection:", "HTTP2");
  }

  @ParameterizedTest
  @MethodSource("otherRequests")
  void a_websocket_route_refuses_every_other_request(String fields) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET /only/asked HTTP/1.1", fields.split("\\|"));
      origin.on("/ordinary", c -> c.write(RawOrigin.ok("ordinary")));

      assertThat(reply.status()).isEqualTo(426);
      assertThat(reply.fields()).contains("Upgrade: websocket", "Connection: Upgrade");
      assertThat(reply.text()).contains("upgrade_required");
      assertThat(HttpFixture.send(client, "GET /ordinary HTTP/1.1").status()).isEqualTo(200);
      assertThat(origin.wasAsked("/only/asked")).isFalse();
    }
  }

  @Test
  void a_request_with_a_body_is_an_ordinary_one() throws IOException {
    origin.on("/body", c -> c.write(RawOrigin.ok(new String(c.readExactly(4), ISO_8859_1))));
    try (RawTlsClient client = proxy.connect()) {
      for (String method : List.of("GET", "POST")) {
        client.write(Handshake.of(method + " /body HTTP/1.1", "Content-Length: 4") + "body");

        assertThat(HttpReply.read(client.in()).text()).isEqualTo("body");
        assertThat(origin.head("/body")).doesNotContain("Upgrade", "Connection:");
      }
      client.write(Handshake.of("POST /only/body HTTP/1.1", "Content-Length: 4") + "body");
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(426);
    }
  }

  @Test
  void http_1_0_knows_no_upgrade() throws IOException {
    origin.on("/1.0", c -> c.write(RawOrigin.ok("ordinary")));
    try (RawTlsClient client = proxy.connect()) {
      client.write(Handshake.of("GET /1.0 HTTP/1.0") + "early");

      TlsEnding ending = client.readToEnd();

      assertThat(ending.text()).startsWith("HTTP/1.1 200 OK").endsWith("ordinary");
      assertThat(origin.head("/1.0")).doesNotContain("Upgrade", "Connection:");
    }
  }
}
