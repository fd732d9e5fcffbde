package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawTlsClient;

class AccessLogIT {
  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("hello"));
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"" + origin.url() + "\" }]");
  }

  @Test
  void a_line_says_who_asked_what_of_whom_and_what_came_of_it() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write("POST /logged HTTP/1.1\r\nHost: a.example.com\r\nContent-Length: 3\r\n\r\nabc");
      client.in().readNBytes(1);

      JsonNode line = proxy.sekisho().accessLog().await("/logged");

      assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
      assertThat(line.path("client").asText()).startsWith("127.0.0.1");
      assertThat(line.path("method").asText()).isEqualTo("POST");
      assertThat(line.path("host").asText()).isEqualTo("a.example.com");
      assertThat(line.path("protocol").asText()).isEqualTo("HTTP/1.1");
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.has("reason")).isFalse();
      assertThat(line.path("request_bytes").asLong()).isGreaterThanOrEqualTo(3);
      assertThat(line.path("response_bytes").asLong()).isGreaterThanOrEqualTo(5);
      assertThat(line.path("duration_ms").asDouble(-1)).isGreaterThanOrEqualTo(0);
      assertThat(line.path("route").asInt()).isPositive();
      assertThat(line.path("upstream").asText()).contains(origin.url().substring(7));
      assertThat(line.path("sni").asText()).isEqualTo("a.example.com");
      assertThat(line.path("tls").asText()).isEqualTo("TLSv1.3");
      assertThat(line.path("request_id").asText())
          .isEqualTo(origin.lastRequest().values("X-Request-ID").getFirst());
    }
  }

  // 46
  @Test
  void secrets_do_not_reach_the_log() throws IOException {
    proxy.send(
        "GET /secrets?token=s3cret&b=s3cret HTTP/1.1",
        "Authorization: Bearer s3cret",
        "Cookie: session=s3cret");

    JsonNode line = proxy.sekisho().accessLog().await("/secrets");

    assertThat(line.path("query").asText()).contains("token", "b");
    assertThat(proxy.sekisho().stdout().toString()).doesNotContain("s3cret");
  }

  // 46
  @Test
  void secrets_of_a_refused_request_do_not_reach_the_log_either() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write("GET /refused?token=s3cret HTTP/1.1\r\nExpect: more\r\n\r\n");
      // Refused for want of a Host, before anything is expected: nothing after it is believed.
      assertThat(client.readToEnd().text()).startsWith("HTTP/1.1 400 ").contains("close");
    }
    try (RawTlsClient client = proxy.connect()) {
      client.write("GET https://user:s3cret@a.example.com/userinfo HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.readToEnd().text()).startsWith("HTTP/1.1 400 ");
    }

    JsonNode line = proxy.sekisho().accessLog().await("/refused");

    assertThat(line.path("query").asText()).isEqualTo("token=-");
    proxy.sekisho().accessLog().await("https://a.example.com/userinfo");
    assertThat(proxy.sekisho().stdout().toString()).doesNotContain("s3cret");
  }

  // 46
  @Test
  void text_of_the_client_cannot_forge_a_line() throws IOException {
    proxy.send("GET /forged%0a{%22status%22:200} HTTP/1.1", "User-Agent: \"}{\"");

    JsonNode line =
        proxy
            .sekisho()
            .accessLog()
            .await("the line of the forger", l -> l.path("path").asText().startsWith("/forged"));

    assertThat(line.path("method").asText()).isEqualTo("GET");
    assertThat(line.path("status").asInt()).isEqualTo(200);
  }
}
