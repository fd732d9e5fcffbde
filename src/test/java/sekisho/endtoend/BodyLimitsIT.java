package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/** Bodies that are too large or too slow, and clients that are. */
class BodyLimitsIT {
  private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: a.example.com\r\n\r\n";

  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(r -> RawOrigin.ok("" + r.body().length));

  /** What came to the upstream that never answers, one entry per connection. */
  static final BlockingQueue<Ending> SWALLOWED = new LinkedBlockingQueue<>();

  @AutoClose
  static RawServer swallowing =
      RawServer.start(connection -> SWALLOWED.add(connection.readToEnd()));

  /** Sends without end. */
  @AutoClose
  static RawServer endless =
      RawServer.start(connection -> {
        connection.readThrough("\r\n\r\n");
        connection.write("HTTP/1.1 200 OK\r\n\r\n");
        while (true) {
          connection.write("x".repeat(10_000));
        }
      });

  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "max_request_body_bytes": 10,
            "routes": [
              { "path_prefix": "/swallow", "upstream": "http://SWALLOWING" },
              { "path_prefix": "/large", "upstream": "ORIGIN", "max_request_body_bytes": 100000 },
              { "path_prefix": "/any", "upstream": "ORIGIN", "max_request_body_bytes": 0 },
              { "path_prefix": "/pause", "upstream": "http://SWALLOWING",
                "max_request_body_bytes": 0, "request_body_timeout_secs": 0.2 },
              { "path_prefix": "/endless", "upstream": "http://ENDLESS",
                "response_write_timeout_secs": 0.3 },
              { "path_prefix": "/slow", "upstream": "http://SWALLOWING",
                "max_request_body_bytes": 0, "request_body_min_bytes_per_sec": 1000 },
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("SWALLOWING", swallowing.address())
                .replace("ENDLESS", endless.address())
                .replace("ORIGIN", origin.url()));
  }

  @Test
  void a_body_as_large_as_allowed_passes_and_the_connection_goes_on() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(post("/", "Content-Length: 10") + "0123456789");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("10");
      client.write(post("/", "Transfer-Encoding: chunked") + "a\r\n0123456789\r\n0\r\n\r\n");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("10");
    }
  }

  // 11
  @Test
  void a_body_announced_too_large_is_413_before_a_byte_reaches_an_upstream() throws IOException {
    int before = origin.requests().size();
    int connections = origin.connections();
    try (RawTlsClient client = proxy.connect()) {
      client.write(post("/", "Content-Length: 57") + "0123456789" + NEXT);

      refused(client);
    }
    assertThat(origin.requests()).hasSize(before);
    assertThat(origin.connections()).isEqualTo(connections);
  }

  @Test
  void a_client_that_asks_before_it_sends_too_much_is_told_413_at_once() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(post("/", "Content-Length: 11", "Expect: 100-continue"));

      refused(client);
    }
  }

  // 11
  @Test
  void a_body_cap_hit_mid_stream_is_413_and_its_rest_is_not_the_next_request() throws Exception {
    SWALLOWED.clear();
    int before = origin.requests().size();
    try (RawTlsClient client = proxy.connect()) {
      client.write(post("/swallow", "Transfer-Encoding: chunked") + "5\r\n01234\r\n");
      client.write("6\r\n567890\r\n" + "40\r\n" + NEXT);

      refused(client);
    }
    Ending upstream = SWALLOWED.poll(10, TimeUnit.SECONDS);
    assertThat(upstream).isNotNull();
    // All that was sent before, or nothing yet; a request id in the head may end with 0.
    assertThat(upstream.text()).doesNotContain("567890", "\r\n0\r\n\r\n", "smuggled");
    assertThat(origin.requests()).hasSize(before);
  }

  @Test
  void a_route_may_allow_more_or_everything() throws IOException {
    for (String path : new String[] {"/large", "/any"}) {
      try (RawTlsClient client = proxy.connect()) {
        client.write(post(path, "Content-Length: 50000") + "x".repeat(50_000));

        assertThat(HttpReply.read(client.in()).text()).isEqualTo("50000");
      }
    }
  }

  @Test
  void a_route_has_its_own_patience_for_a_pause() throws Exception {
    SWALLOWED.clear();
    try (RawTlsClient client = proxy.connect()) {
      client.write(post("/pause", "Content-Length: 10") + "01234");

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.text()).contains("request_body_timeout");
      assertThat(client.readToEnd().text()).isEmpty();
    }
    assertThat(SWALLOWED.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void a_route_has_its_own_patience_with_a_client_that_takes_nothing() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET /endless HTTP/1.1", "Host: a.example.com"));

      JsonNode line = proxy.sekisho().accessLog().await("/endless");

      assertThat(line.path("status").asInt()).isEqualTo(499);
      assertThat(line.path("reason").asText()).isEqualTo("response_write_timeout");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "chunked"})
  void a_body_that_trickles_is_cut_when_its_average_is_too_low(String framing) throws Exception {
    SWALLOWED.clear();
    String field =
        framing.equals("length") ? "Content-Length: 100000" : "Transfer-Encoding: chunked";
    String piece = framing.equals("length") ? "x" : "1\r\nx\r\n";
    long start = System.nanoTime();
    try (RawTlsClient client = proxy.connect()) {
      client.write(post("/slow", field));
      Thread trickle = Thread.ofVirtual().start(() -> Trickle.repeat(client, piece));
      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.text()).contains("request_body_too_slow");
      client.close();
      trickle.join();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertThat(millis).isBetween(4_500L, 30_000L);
    Ending upstream = SWALLOWED.poll(10, TimeUnit.SECONDS);
    assertThat(upstream).isNotNull();
    assertThat(upstream.text()).contains("x");
  }

  private static void refused(RawTlsClient client) throws IOException {
    HttpReply reply = HttpReply.read(client.in());
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.field("Connection")).contains("close");
    assertThat(reply.text()).contains("request_body_too_large");
    assertThat(client.readToEnd().text()).isEmpty();
  }

  private static String post(String path, String... fields) {
    String[] lines = new String[fields.length + 2];
    lines[0] = "POST " + path + " HTTP/1.1";
    lines[1] = "Host: a.example.com";
    System.arraycopy(fields, 0, lines, 2, fields.length);
    return RawRequest.of(lines);
  }
}
