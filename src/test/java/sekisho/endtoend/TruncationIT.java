package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/**
 * A response that the upstream does not complete: the client has to see that what it got is not
 * all.
 */
class TruncationIT {
  private static final String LENGTH_HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
  private static final String CHUNKED_HEAD =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  /** A RST could take away what was sent before it. */
  private static final Semaphore FIRST_PART_SEEN = new Semaphore(0);

  @TempDir static Path folder;
  @AutoClose static RawServer upstream = RawServer.start(TruncationIT::breakOff);
  @AutoClose static HttpFixture proxy;

  /** The path of the request says how the response is framed, and what ends it. */
  private static void breakOff(RawConnection connection) throws IOException {
    String head = connection.readThrough("\r\n\r\n");
    connection.write(
        head.contains("/chunked") ? CHUNKED_HEAD + "3\r\nabc\r\n" : LENGTH_HEAD + "abc");
    if (head.contains("/rst")) {
      FIRST_PART_SEEN.acquireUninterruptibly();
      connection.reset();
    } else if (head.contains("/silence")) {
      connection.readToEnd();
    }
  }

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "upstream_timeout_secs": 1,
            "request_body_timeout_secs": 600,
            "routes": [{ "path_prefix": "/", "upstream": "http://UPSTREAM" }]
            """
                .replace("UPSTREAM", upstream.address()));
  }

  // 27
  @ParameterizedTest
  @CsvSource({
    "/length/fin, upstream_reset",
    "/chunked/fin, upstream_reset",
    "/length/silence, upstream_timeout",
    "/chunked/silence, upstream_timeout"
  })
  void a_body_that_ends_early_ends_without_a_last_chunk_and_without_close_notify(
      String path, String reason) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET " + path + " HTTP/1.1", "Host: a.example.com"));

      assertTruncated(client.readToEnd());
      assertLogged(path, reason);
    }
  }

  // 27
  @ParameterizedTest
  @CsvSource({"/length/silence/early", "/chunked/silence/early"})
  void silence_after_an_early_head_is_truncation_too_though_the_request_has_no_end(String path)
      throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of("POST " + path + " HTTP/1.1", "Host: a.example.com", "Content-Length: 1000")
              + "unfinished");

      assertTruncated(client.readToEnd());
      assertLogged(path, "upstream_timeout");
    }
  }

  // 27
  @ParameterizedTest
  @CsvSource({"/length/rst", "/chunked/rst"})
  void a_reset_in_the_body_is_truncation_too(String path) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET " + path + " HTTP/1.1", "Host: a.example.com"));
      StringBuilder first = new StringBuilder();
      while (first.indexOf("abc") < 0) {
        first.append((char) client.in().read());
      }

      FIRST_PART_SEEN.release();
      TlsEnding ending = client.readToEnd();

      assertThat(ending.text()).doesNotContain("0\r\n\r\n");
      assertThat(ending.manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertLogged(path, "upstream_reset");
    }
  }

  private static void assertTruncated(TlsEnding ending) {
    assertThat(ending.text()).startsWith("HTTP/1.1 200 OK\r\n").contains("abc");
    assertThat(ending.text()).doesNotContain("\r\n0\r\n");
    assertThat(ending.manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
  }

  private static void assertLogged(String path, String reason) {
    JsonNode line = proxy.sekisho().accessLog().await(path);
    assertThat(line.path("status").asInt()).isEqualTo(200);
    assertThat(line.path("reason").asText()).isEqualTo(reason);
  }
}
