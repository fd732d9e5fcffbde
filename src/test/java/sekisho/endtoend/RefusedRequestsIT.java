package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;

/** Well-formed requests that no upstream sees, and what their clients are told. */
class RefusedRequestsIT {
  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "request_header_timeout_secs": 2,
            "routes": [
              { "path_prefix": "/read", "methods": ["GET", "HEAD"], "upstream": "ORIGIN" },
              { "path": "/ws", "type": "websocket", "upstream": "ORIGIN" },
              { "path_prefix": "/origin", "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url()));
  }

  // 8
  @ParameterizedTest
  @CsvSource({
    "OPTIONS * HTTP/1.1, 200",
    "GET * HTTP/1.1, 400",
    "TRACE /origin HTTP/1.1, 405",
    "TRACE /nowhere HTTP/1.1, 405",
    "CONNECT a.example.com:443 HTTP/1.1, 501",
    "CONNECT /origin HTTP/1.1, 501"
  })
  void connect_trace_and_the_asterisk_are_answered_here(String requestLine, int status)
      throws IOException {
    int before = origin.requests().size();

    assertThat(proxy.send(requestLine).status()).isEqualTo(status);
    assertThat(origin.requests()).hasSize(before);
  }

  // 7
  @ParameterizedTest
  @CsvSource({
    "http://a.example.com/origin, a.example.com, 200",
    "https://A.example.com:443/origin, a.EXAMPLE.com:443, 200",
    "http://a.example.com/origin, b.example.com, 400",
    "http://b.example.com/origin, a.example.com, 400",
    "http://a.example.com:80/origin, a.example.com, 400",
    "http://u@a.example.com/origin, a.example.com, 400",
    "ftp://a.example.com/origin, a.example.com, 400",
    "/origin, 'a.example.com, b.example.com', 400",
    "/origin, u@a.example.com, 400",
    "/origin, '', 400"
  })
  void an_absolute_form_wins_and_a_host_that_differs_is_refused(
      String target, String host, int status) throws IOException {
    int before = origin.requests().size();
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = RawRequest.send(client, "GET " + target + " HTTP/1.1", "Host: " + host);

      assertThat(reply.status()).isEqualTo(status);
      if (status == 200) {
        assertThat(origin.lastRequest().line()).isEqualTo("GET /origin HTTP/1.1");
      } else {
        assertThat(reply.field("Connection")).contains("close");
        assertThat(origin.requests()).hasSize(before);
      }
    }
  }

  @Test
  void a_path_that_takes_other_methods_says_which() throws IOException {
    HttpReply reply = proxy.send("DELETE /read HTTP/1.1");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.field("Allow")).contains("GET, HEAD");
    assertThat(reply.text()).contains("method_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"200-ok", "100-continue, x", "x"})
  void an_expectation_that_nobody_meets_is_417(String expect) throws IOException {
    HttpReply reply = proxy.send("GET /origin HTTP/1.1", "Expect: " + expect);

    assertThat(reply.status()).isEqualTo(417);
    assertThat(reply.text()).contains("expectation_failed");
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /{} HTTP/1.1', 20000, 414, request_target_too_long",
    "'GET / HTTP/1.1|Host: a.example.com|X: {}', 20000, 431, request_header_too_large",
    "'GET / HTTP/1.1|Host: a.example.com|Transfer-Encoding: gzip', 0, 501, transfer_coding_not_implemented",
    "'GET /ws HTTP/1.1|Host: a.example.com', 0, 426, upgrade_required",
    "'GET /%00 HTTP/1.1|Host: a.example.com', 0, 400, bad_request_path",
    "'GET /../x HTTP/1.1|Host: a.example.com', 0, 400, bad_request_path"
  })
  void what_cannot_be_served_says_why(String head, int length, int status, String reason)
      throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of(head.replace("{}", "x".repeat(length)).split("\\|")));

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.text()).contains(reason);
      assertThat(reply.field("Server")).contains("sekisho");
      assertThat(reply.field("Date")).isPresent();
    }
  }

  @Test
  void a_head_that_does_not_end_in_time_is_408() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write("GET /origin HTTP/1.1\r\nHost: a.");

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.text()).contains("request_header_timeout");
      assertThat(client.readToEnd().text()).isEmpty();
    }
  }
}
