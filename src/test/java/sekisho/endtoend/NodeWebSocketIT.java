package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Chromium;
import sekisho.testing.ChromiumPage;
import sekisho.testing.NodeScript;
import sekisho.testing.TlsCertificates;

/** Debian's {@code ws}, client and server, and Chromium: the same as without the proxy. */
class NodeWebSocketIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Opens a WebSocket with a subprotocol, sends text and bytes, and tells what it was. */
  private static final String IN_THE_BROWSER =
      """
      new Promise((resolve) => {
        const seen = [];
        const socket = new WebSocket("wss://" + location.host + "PATH/echo", ["first", "second"]);
        socket.binaryType = "arraybuffer";
        socket.onopen = () => {
          seen.push(socket.protocol, socket.extensions);
          socket.send("関所");
          socket.send(new Uint8Array(1 << 20).fill(7));
        };
        socket.onmessage = ({ data }) => {
          seen.push(typeof data === "string" ? data : data.byteLength);
          if (seen.length === 4) socket.close(3000, "enough");
        };
        socket.onclose = ({ code, reason, wasClean }) => resolve([...seen, code, reason, wasClean]);
      })
      """;

  @TempDir static Path folder;
  @AutoClose static NodeScript plain = NodeScript.serve("websocket-server.js");
  @AutoClose static NodeScript secure;
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() throws IOException {
    TlsCertificates certificates =
        TlsCertificates.in(Files.createDirectory(folder.resolve("upstream")));
    TlsCertificates.Pair pair = certificates.ecdsa("node", "DNS:localhost");
    secure =
        NodeScript.serve(
            "websocket-server.js", pair.privateKey().toString(), pair.certificate().toString());
    proxy =
        HttpFixture.start(
            folder,
            """
            "upstream_tls": { "ca": "AUTHORITY" },
            "routes": [
              { "path_prefix": "/ws/", "type": "websocket", "upstream": "http://127.0.0.1:PLAIN/" },
              { "path_prefix": "/wss/", "type": "websocket", "upstream": "https://localhost:SECURE/" },
              { "path_prefix": "/", "upstream": "http://127.0.0.1:PLAIN" }
            ]
            """
                .replace("AUTHORITY", certificates.authority().toString())
                .replace("PLAIN", Integer.toString(plain.port()))
                .replace("SECURE", Integer.toString(secure.port())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws", "/wss", ""})
  void the_client_sees_what_it_sees_without_the_proxy(String path) throws IOException {
    JsonNode direct = client("ws://127.0.0.1:" + plain.port());
    JsonNode proxied = client("wss://127.0.0.1:" + proxy.sekisho().port() + path);

    assertThat(proxied).isEqualTo(direct);
    assertThat(proxied.at("/text/same").asBoolean()).isTrue();
    assertThat(proxied.at("/text/extensions").asText()).isEqualTo("permessage-deflate");
    assertThat(proxied.at("/plain/extensions").asText()).isEmpty();
    assertThat(proxied.at("/large/same").asBoolean()).isTrue();
    assertThat(proxied.at("/large/length").asInt()).isEqualTo(16 << 20);
    assertThat(proxied.at("/repetitive/same").asBoolean()).isTrue();
    assertThat(proxied.at("/protocol/protocol").asText()).isEqualTo("second");
    assertThat(proxied.at("/many").asText()).isEqualTo("in order");
    assertThat(proxied.at("/pings/text").asText()).isEqualTo("pong are you there?");
    assertThat(proxied.at("/pings/pong").asText()).isEqualTo("and you?");
    assertThat(proxied.at("/closing/code").asInt()).isEqualTo(4321);
    assertThat(proxied.at("/terminated/code").asInt()).isEqualTo(1006);
    assertThat(proxied.at("/refusal/status").asInt()).isEqualTo(401);
    assertThat(proxied.at("/refusal/body").asText()).isEqualTo("who?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws", "/wss", ""})
  void chromium_speaks_it(String path) {
    String url = "https://127.0.0.1:" + proxy.sekisho().port() + "/";
    try (ChromiumPage page = Chromium.in(folder).stay(url)) {
      JsonNode seen = page.evaluate(IN_THE_BROWSER.replace("PATH", path));

      assertThat(seen.toString())
          .isEqualTo("[\"second\",\"permessage-deflate\",\"関所\",1048576,3000,\"enough\",true]");
    }
  }

  @Test
  void chromium_is_told_of_a_refusal_by_an_error() {
    String url = "https://127.0.0.1:" + proxy.sekisho().port() + "/";
    try (ChromiumPage page = Chromium.in(folder).stay(url)) {
      JsonNode code =
          page.evaluate(
              "new Promise((done) => { new WebSocket('wss://' + location.host + '/ws/refused')"
                  + ".onclose = ({ code }) => done(code); })");

      assertThat(code.asInt()).isEqualTo(1006);
      assertThat(proxy.sekisho().accessLog().await("/ws/refused").path("status").asInt())
          .isEqualTo(401);
    }
  }

  private static JsonNode client(String url) throws IOException {
    return JSON.readTree(NodeScript.run("websocket-client.js", url).mustSucceed().stdout());
  }
}
