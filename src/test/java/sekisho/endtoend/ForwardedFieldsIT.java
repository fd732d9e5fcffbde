package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;

/** Which fields reach the upstream, and which come back. */
class ForwardedFieldsIT {
  private static final String RESPONSE =
      String.join(
          "\r\n",
          "HTTP/1.1 200 Fine",
          "Content-Length: 2",
          "Connection: X-Nominated, keep-alive",
          "X-Nominated: of this hop",
          "Keep-Alive: timeout=5",
          "Proxy-Authenticate: Basic",
          "Server: origin",
          "X-One: 1",
          "x-TWO:   2",
          "X-One: again",
          "",
          "ok");

  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(RESPONSE);
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "routes": [
              { "path_prefix": "/kept", "upstream": "ORIGIN", "preserve_host": true },
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url()));
  }

  @Test
  void our_own_fields_are_added() throws IOException {
    RawOrigin.Request request = received("GET / HTTP/1.1");

    assertThat(request.values("Host")).containsExactly(origin.url().substring("http://".length()));
    assertThat(request.values("X-Real-IP")).containsExactly("127.0.0.1");
    assertThat(request.values("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.values("X-Forwarded-Proto")).containsExactly("https");
    assertThat(request.values("X-Forwarded-Host")).containsExactly(HttpFixture.HOST);
    assertThat(request.values("Via")).containsExactly("1.1 sekisho");
    assertThat(request.values("X-Request-ID")).singleElement().asString().isNotBlank();
  }

  @Test
  void the_client_host_is_preserved_where_the_route_says_so() throws IOException {
    RawOrigin.Request request = received("GET /kept HTTP/1.1");

    assertThat(request.values("Host")).containsExactly(HttpFixture.HOST);
  }

  @Test
  void end_to_end_fields_pass_with_their_bytes_and_order() throws IOException {
    List<String> fields =
        List.of("X-b: 2", "x-A: one", "Cookie: a=b; c=d", "X-b: 1", "Authorization: Basic eA==");

    RawOrigin.Request request = received("GET / HTTP/1.1", fields.toArray(String[]::new));

    assertThat(request.fields()).containsSubsequence(fields);
  }

  // 16
  @ParameterizedTest
  @ValueSource(
      strings = {
        "close, X-Forwarded-For, X-Real-IP, X-Forwarded-Proto, X-Forwarded-Host, Via",
        "keep-alive, x-fORWARDED-fOR, X-REAL-ip, x-forwarded-proto, x-forwarded-HOST, vIA",
        "X-Forwarded-For,,X-Real-IP,X-Forwarded-Proto,X-Forwarded-Host,Via"
      })
  void fields_that_connection_nominates_go_before_ours_are_added(String connection)
      throws IOException {
    RawOrigin.Request request = received("GET / HTTP/1.1", "Connection: " + connection);

    assertThat(request.values("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.values("X-Real-IP")).containsExactly("127.0.0.1");
    assertThat(request.values("X-Forwarded-Proto")).containsExactly("https");
    assertThat(request.values("X-Forwarded-Host")).containsExactly(HttpFixture.HOST);
    assertThat(request.values("Via")).containsExactly("1.1 sekisho");
  }

  // 16
  @Test
  void hop_by_hop_fields_stay_on_their_hop() throws IOException {
    RawOrigin.Request request =
        received(
            "GET / HTTP/1.1",
            "Connection: x-NOMINATED",
            "X-Nominated: 1",
            "Keep-Alive: timeout=5",
            "Proxy-Connection: keep-alive",
            "Proxy-Authorization: Basic eA==",
            "TE: gzip",
            "Upgrade: h2c",
            "X-Stays: 1");

    for (String gone :
        List.of("X-Nominated", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE")) {
      assertThat(request.values(gone)).as(gone).isEmpty();
    }
    assertThat(request.values("Upgrade")).isEmpty();
    assertThat(request.values("X-Stays")).containsExactly("1");
  }

  // 17
  @Test
  void forwarding_fields_of_a_client_that_is_not_trusted_are_replaced() throws IOException {
    RawOrigin.Request request =
        received(
            "GET / HTTP/1.1",
            "X-Forwarded-For: 203.0.113.1",
            "x-forwarded-for: 203.0.113.2",
            "X-Forwarded-Proto: gopher",
            "X-Forwarded-Host: evil.test",
            "X-Forwarded-Port: 1",
            "X-Forwarded-Prefix: /evil",
            "X-Real-IP: 203.0.113.3",
            "Forwarded: for=203.0.113.4");

    assertThat(request.values("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.values("X-Forwarded-Proto")).containsExactly("https");
    assertThat(request.values("X-Forwarded-Host")).containsExactly(HttpFixture.HOST);
    assertThat(request.values("X-Real-IP")).containsExactly("127.0.0.1");
    assertThat(request.head()).doesNotContain("203.0.113", "evil", "Forwarded:");
  }

  // 18
  @Test
  void underscore_twins_of_our_fields_are_dropped() throws IOException {
    RawOrigin.Request request =
        received(
            "GET / HTTP/1.1",
            "X_Real_IP: 203.0.113.1",
            "X_Forwarded_For: 203.0.113.1",
            "X-Forwarded_Proto: gopher",
            "Other_field: stays");

    assertThat(request.head()).doesNotContain("203.0.113.1", "gopher");
    assertThat(request.values("Other_field")).containsExactly("stays");
  }

  @Test
  void a_response_passes_without_the_fields_of_its_hop() throws IOException {
    HttpReply reply = proxy.send("GET / HTTP/1.1");

    assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 Fine");
    assertThat(reply.field("X-Nominated")).isEmpty();
    assertThat(reply.field("Keep-Alive")).isEmpty();
    assertThat(reply.field("Proxy-Authenticate")).isEmpty();
    assertThat(reply.field("Date")).isPresent();
    assertThat(reply.field("Server")).contains("sekisho");
    assertThat(reply.fields()).doesNotContain("Server: origin");
    assertThat(
            reply.fields().stream()
                .filter(f -> f.regionMatches(true, 0, "x-", 0, 2))
                .map(f -> f.replaceAll(":\\s+", ": ")))
        .containsSequence("X-One: 1", "x-TWO: 2", "X-One: again");
  }

  private static RawOrigin.Request received(String requestLine, String... fields)
      throws IOException {
    assertThat(proxy.send(requestLine, fields).status()).isEqualTo(200);
    return origin.lastRequest();
  }
}
