package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Nginx;
import sekisho.testing.OriginScript;
import sekisho.testing.Payload;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

/** TLS with upstreams from one connection to the next, and at the end of one. */
class UpstreamSessionsIT {
  private static final int CONNECTIONS = 6;
  private static final int UPLOAD_BYTES = 8 << 20;

  @TempDir static Path folder;
  @AutoClose static Nginx tls12;
  @AutoClose static Nginx tls13;
  @AutoClose static OriginScript ending;
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() throws IOException {
    TlsCertificates certificates =
        TlsCertificates.in(Files.createDirectory(folder.resolve("upstream")));
    TlsCertificates.Pair pair = certificates.ecdsa("upstream", "DNS:localhost");
    tls12 = Nginx.start(folder, pair, "TLSv1.2");
    tls13 = Nginx.start(folder, pair, "TLSv1.3");
    ending =
        OriginScript.node("ending.js", pair.privateKey().toString(), pair.certificate().toString());
    proxy =
        HttpFixture.start(
            folder,
            """
            "upstream_tls": { "ca": "AUTHORITY" },
            "pool": { "max_idle_per_upstream": 0 },
            "routes": [
              { "path": "/1.2", "upstream": "https://localhost:TLS12" },
              { "path": "/1.3", "upstream": "https://localhost:TLS13" },
              { "path": "/anew/1.2", "upstream": "https://localhost:TLS12",
                "upstream_tls": { "session_reuse": false } },
              { "path": "/anew/1.3", "upstream": "https://localhost:TLS13",
                "upstream_tls": { "session_reuse": false } },
              { "path_prefix": "/", "upstream": "https://localhost:ENDING" }
            ]
            """
                .replace("AUTHORITY", certificates.authority().toString())
                .replace("TLS12", Integer.toString(tls12.tlsPort()))
                .replace("TLS13", Integer.toString(tls13.tlsPort()))
                .replace("ENDING", Integer.toString(ending.port())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/1.2", "/1.3"})
  void a_session_is_resumed_by_later_connections(String path) throws IOException {
    List<String> sessions = sessions(path);

    assertThat(sessions).startsWith("session=.").endsWith("session=r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/anew/1.2", "/anew/1.3"})
  void without_session_reuse_each_connection_has_its_own(String path) throws IOException {
    List<String> sessions = sessions(path);

    assertThat(sessions).hasSize(CONNECTIONS).containsOnly("session=.");
  }

  /** What nginx says of each connection. */
  private static List<String> sessions(String path) throws IOException {
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      HttpReply reply = proxy.send("GET " + path + " HTTP/1.1");
      reply.text().lines().filter(line -> line.startsWith("session=")).forEach(sessions::add);
    }
    return sessions;
  }

  // 27
  @Test
  void a_body_that_ends_with_close_notify_is_complete() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET /whole HTTP/1.1");

      assertThat(reply.field("Transfer-Encoding")).contains("chunked");
      assertThat(reply.text()).isEqualTo("all there is");
    }
  }

  // 27
  @Test
  void a_body_that_ends_without_it_is_truncated() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET /cut HTTP/1.1", "Host: " + HttpFixture.HOST));

      TlsEnding truncated = client.readToEnd();

      assertThat(truncated.text()).startsWith("HTTP/1.1 200 OK\r\n").contains("all there is");
      assertThat(truncated.text()).doesNotContain("\r\n0\r\n");
      assertThat(truncated.manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(proxy.sekisho().accessLog().await("/cut").path("reason").asText())
          .isEqualTo("upstream_reset");
    }
  }

  @RepeatedTest(10)
  void an_answer_before_the_end_of_an_upload_is_not_lost_with_the_connection() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of(
              "POST /early HTTP/1.1",
              "Host: " + HttpFixture.HOST,
              "Content-Length: " + UPLOAD_BYTES));
      Thread upload = Thread.ofVirtual().start(() -> upload(client));

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.text()).isEqualTo("much");
      client.reset();
      Await.until("the upload is over", () -> !upload.isAlive());
    }
  }

  /** As much of it as the proxy takes. */
  private static void upload(RawTlsClient client) {
    try {
      Payload.write(UPLOAD_BYTES, client.out()::write);
    } catch (IOException e) {
      // The connection has ended, as it must.
    }
  }
}
