package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;

/** A proxy before this one, which says whom it speaks for. */
class TrustedProxyIT {
  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.startTrusting(
            folder,
            "\"127.0.0.0/8\", \"2001:db8::/32\"",
            "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"" + origin.url() + "\" }]");
  }

  @Test
  void the_client_is_the_first_address_from_the_right_that_is_not_trusted() throws IOException {
    HttpReply reply =
        proxy.send(
            "GET /chain HTTP/1.1",
            "X-Forwarded-For: 6.6.6.6, 203.0.113.7",
            "X-Forwarded-For: [2001:db8::1]:4711");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(origin.lastRequest().values("X-Real-IP")).containsExactly("203.0.113.7");
    assertThat(origin.lastRequest().values("X-Forwarded-For"))
        .containsExactly("6.6.6.6, 203.0.113.7, [2001:db8::1]:4711, 127.0.0.1");
    assertThat(logged("/chain").path("client").asText()).isEqualTo("203.0.113.7");
  }

  @Test
  void what_it_says_of_scheme_host_and_request_is_kept() throws IOException {
    proxy.send(
        "GET /kept HTTP/1.1",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Host: outside.example",
        "X-Request-ID: trace-42");

    RawOrigin.Request request = origin.lastRequest();
    assertThat(request.values("X-Forwarded-Proto")).containsExactly("http");
    assertThat(request.values("X-Forwarded-Host")).containsExactly("outside.example");
    assertThat(request.values("X-Request-ID")).containsExactly("trace-42");
    assertThat(logged("/kept").path("request_id").asText()).isEqualTo("trace-42");
  }

  @Test
  void an_id_that_could_break_a_log_line_or_a_page_is_replaced() throws IOException {
    HttpReply reply =
        proxy.send("GET /id%00 HTTP/1.1", "Accept: text/html", "X-Request-ID: <script>x</script>");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).doesNotContain("script");
  }

  @Test
  void twins_of_our_fields_are_dropped_from_trusted_peers_too() throws IOException {
    proxy.send("GET /twins HTTP/1.1", "X_Forwarded_For: 6.6.6.6", "X_Forwarded_Proto: gopher");

    assertThat(origin.lastRequest().head()).doesNotContain("6.6.6.6", "gopher");
  }

  private static JsonNode logged(String path) {
    return proxy.sekisho().accessLog().await(path);
  }
}
