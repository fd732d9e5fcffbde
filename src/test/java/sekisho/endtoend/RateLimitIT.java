package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.Curl;
import sekisho.testing.HttpReply;
import sekisho.testing.Nginx;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;

/** How fast clients may ask; each test is clients of its own, whom a trusted proxy speaks for. */
class RateLimitIT {
  /** A token in a thousand seconds: what is used up is used up. */
  private static final String ONCE = "\"requests_per_second\": 0.001, \"burst\": 1";

  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
  @AutoClose static Nginx nginx;
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    nginx = Nginx.start(folder, TlsCertificates.in(folder).ecdsa("origin", "DNS:localhost"));
    proxy =
        HttpFixture.startTrusting(
            folder,
            "\"127.0.0.0/8\"",
            """
            "rate_limit": { "requests_per_second": 0.001, "burst": 3 },
            "routes": [
              { "path_prefix": "/shared/", "upstream": "ORIGIN" },
              { "path_prefix": "/", "upstream": "ORIGIN" },
              { "path": "/free", "upstream": "ORIGIN", "rate_limit": null },
              { "path": "/own", "upstream": "ORIGIN", "rate_limit": { ONCE, "status": 503 } },
              { "path": "/dry", "upstream": "ORIGIN", "rate_limit": { ONCE, "dry_run": true } },
              { "path": "/key", "upstream": "ORIGIN", "rate_limit": { ONCE, "key": "header:X-Key" } },
              { "path": "/global", "upstream": "ORIGIN", "rate_limit": { ONCE, "key": "global" } },
              { "path": "/nginx", "upstream": "NGINX", "rate_limit": { ONCE } },
              { "path": "/second", "upstream": "ORIGIN",
                "rate_limit": { "requests_per_second": 1, "burst": 1 } },
              { "path": "/denied", "upstream": "ORIGIN", "rate_limit": { ONCE },
                "allow": ["192.0.2.0/24", "2001:db8:1::/48"], "deny": ["192.0.2.128/25", "2001:db8:1:1::/64"] }
            ]
            """
                .replace("ORIGIN", origin.url())
                .replace("NGINX", nginx.url())
                .replace("ONCE", ONCE));
  }

  @Test
  void who_asks_too_fast_is_told_when_to_come_again_and_the_upstream_hears_nothing()
      throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      statuses.add(get("/a", "198.51.100.1").status());
    }
    int asked = origin.requests().size();

    HttpReply refused = get("/a/refused", "198.51.100.1");

    assertThat(statuses).containsOnly(200);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text()).contains("rate_limited");
    assertThat(Integer.parseInt(refused.field("Retry-After").orElseThrow())).isBetween(900, 1000);
    assertThat(origin.requests()).hasSize(asked);
    JsonNode line = proxy.sekisho().accessLog().await("/a/refused");
    assertThat(line.path("status").asInt()).isEqualTo(429);
    assertThat(line.path("reason").asText()).isEqualTo("rate_limited");
    assertThat(line.path("client").asText()).isEqualTo("198.51.100.1");
    assertThat(line.path("route").asInt()).isPositive();
    assertThat(line.has("dry_run")).isFalse();
  }

  @Test
  void who_waits_as_long_as_was_said_is_served() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      assertThat(get(client, "/second", "198.51.100.2").status()).isEqualTo(200);
      HttpReply refused = get(client, "/second", "198.51.100.2");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.field("Retry-After")).contains("1");

      Await.passing(Duration.ofSeconds(1));

      assertThat(get(client, "/second", "198.51.100.2").status()).isEqualTo(200);
    }
  }

  @Test
  void the_connection_of_who_was_refused_goes_on() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      assertThat(get(client, "/own", "198.51.100.3").status()).isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        assertThat(get(client, "/own", "198.51.100.3").status()).isEqualTo(503);
      }

      assertThat(get(client, "/free", "198.51.100.3").text()).isEqualTo("ok");
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order_the_refused_ones_too() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      String limited = request("GET /own HTTP/1.1", "X-Forwarded-For: 198.51.100.4");
      String free = request("GET /free HTTP/1.1", "X-Forwarded-For: 198.51.100.4");
      client.write(limited + limited + free + limited + free);

      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        statuses.add(HttpReply.read(client.in()).status());
      }
      assertThat(statuses).containsExactly(200, 503, 200, 503, 200);
    }
  }

  @Test
  void the_body_of_a_refused_request_is_never_the_next_request() throws IOException {
    int asked;
    try (RawTlsClient client = proxy.connect()) {
      get(client, "/own", "198.51.100.5");
      asked = origin.requests().size();
      client.write(
          request("POST /own HTTP/1.1", "X-Forwarded-For: 198.51.100.5", "Content-Length: 40")
              + "GET /free HTTP/1.1\r\nHost: a.example.com\r\n\r\n");

      HttpReply refused = HttpReply.read(client.in());

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("Connection")).contains("close");
      assertThat(client.readToEnd().bytes()).isEmpty();
    }
    assertThat(origin.requests()).hasSize(asked);
  }

  @Test
  void routes_without_a_limit_share_one_and_a_route_with_one_has_it_to_itself() throws IOException {
    String client = "198.51.100.6";

    assertThat(get("/own", client).status()).isEqualTo(200);
    assertThat(get("/shared/a", client).status()).isEqualTo(200);
    assertThat(get("/b", client).status()).isEqualTo(200);
    assertThat(get("/shared/c", client).status()).isEqualTo(200);
    assertThat(get("/d", client).status()).isEqualTo(429);
    assertThat(get("/shared/e", client).status()).isEqualTo(429);
    assertThat(get("/own", client).status()).isEqualTo(503);
  }

  @Test
  void a_dry_run_serves_and_tells_whom_it_would_have_refused() throws IOException {
    for (int i = 0; i < 2; i++) {
      HttpReply reply = get("/dry?n=" + i, "198.51.100.7");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("Retry-After")).isEmpty();
    }

    JsonNode spared =
        proxy.sekisho().accessLog().await("a request that was spared", line -> line.has("dry_run"));
    assertThat(spared.path("dry_run").asText()).isEqualTo("rate_limited");
    assertThat(spared.path("status").asInt()).isEqualTo(200);
    assertThat(spared.has("reason")).isFalse();
  }

  // 31
  @Test
  void a_header_is_a_key_and_who_sends_none_or_an_empty_one_is_known_by_the_address()
      throws IOException {
    assertThat(get("/key", "198.51.100.8", "X-Key: one").status()).isEqualTo(200);
    assertThat(get("/key", "198.51.100.9", "X-Key: one").status()).isEqualTo(429);
    assertThat(get("/key", "198.51.100.8", "X-Key: two").status()).isEqualTo(200);
    assertThat(get("/key", "198.51.100.8").status()).isEqualTo(200);
    assertThat(get("/key", "198.51.100.8", "X-Key:").status()).isEqualTo(429);
    assertThat(get("/key", "198.51.100.9", "X-Key:").status()).isEqualTo(200);
    assertThat(get("/key", "198.51.100.10", "X-Key:  ", "X-Key:").status()).isEqualTo(200);
    assertThat(get("/key", "198.51.100.11", "X-Key: " + "x".repeat(9000)).status()).isEqualTo(200);
    assertThat(get("/key", "198.51.100.12", "X-Key: " + "x".repeat(9000)).status()).isEqualTo(429);
    assertThat(get("/key", "198.51.100.12", "X-Key: " + "x".repeat(9001)).status()).isEqualTo(200);
  }

  @Test
  void ipv6_is_limited_by_64_and_all_clients_together_where_the_key_says_so() throws IOException {
    assertThat(get("/own", "2001:db8:0:1::1").status()).isEqualTo(200);
    assertThat(get("/own", "2001:db8:0:1:ffff::2").status()).isEqualTo(503);
    assertThat(get("/own", "2001:db8:0:2::1").status()).isEqualTo(200);
    assertThat(get("/own", "::ffff:198.51.100.13").status()).isEqualTo(200);
    assertThat(get("/own", "198.51.100.13").status()).isEqualTo(503);
    assertThat(get("/global", "198.51.100.14").status()).isEqualTo(200);
    assertThat(get("/global", "2001:db8:7::1").status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.128",
        "192.0.2.255",
        "192.0.3.1",
        "2001:db8:1:1::7",
        "2001:db8:2::1",
        "::ffff:192.0.2.200"
      })
  void an_address_that_a_route_does_not_serve_is_403_and_uses_up_nothing(String client)
      throws IOException {
    int asked = origin.requests().size();

    HttpReply reply = get("/denied", client);
    HttpReply again = get("/denied", client);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text()).contains("\"denied\"");
    assertThat(again.status()).isEqualTo(403);
    assertThat(origin.requests()).hasSize(asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8:1:2::1", "::ffff:192.0.2.2"})
  void an_address_that_a_route_serves_meets_its_limit(String client) throws IOException {
    assertThat(get("/denied", client).status()).isEqualTo(200);
    assertThat(get("/denied", client).status()).isEqualTo(429);
  }

  @Test
  void a_websocket_is_limited_as_any_request() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      assertThat(get(client, "/own", "198.51.100.15").status()).isEqualTo(200);
      int asked = origin.requests().size();

      HttpReply refused =
          Handshake.send(client, "GET /own HTTP/1.1", "X-Forwarded-For: 198.51.100.15");

      assertThat(refused.status()).isEqualTo(503);
      assertThat(origin.requests()).hasSize(asked);
    }
  }

  @Test
  void a_client_cannot_give_itself_another_address() throws IOException {
    String client = "198.51.100.16";

    assertThat(get("/own", client + ", 127.0.0.1").status()).isEqualTo(200);
    for (int i = 0; i < 3; i++) {
      assertThat(get("/own", "203.0.113." + i + ", " + client).status()).isEqualTo(503);
    }
  }

  @Test
  void curl_is_told_in_html_or_json() {
    Curl curl = Curl.to(proxy.sekisho().address(), proxy.certificates().authority());
    String from = "X-Forwarded-For: 198.51.100.17";
    Curl.Answer served = curl.get(HttpFixture.HOST, "/nginx", "--header", from);

    Curl.Answer json = curl.get(HttpFixture.HOST, "/nginx", "--header", from, "--include");
    Curl.Answer html =
        curl.get(HttpFixture.HOST, "/nginx", "--header", from, "--header", "Accept: text/html");

    assertThat(served.status()).isEqualTo(200);
    assertThat(served.body()).contains("x-real-ip=198.51.100.17");
    assertThat(json.status()).isEqualTo(429);
    assertThat(json.body())
        .contains("Retry-After: ", "\"status\":429", "\"reason\":\"rate_limited\"");
    assertThat(html.body()).contains("429 Too Many Requests", "rate_limited");
  }

  private static HttpReply get(String path, String client, String... fields) throws IOException {
    try (RawTlsClient connection = proxy.connect()) {
      return get(connection, path, client, fields);
    }
  }

  private static HttpReply get(
      RawTlsClient connection, String path, String client, String... fields) throws IOException {
    String[] all = new String[fields.length + 1];
    all[0] = "X-Forwarded-For: " + client;
    System.arraycopy(fields, 0, all, 1, fields.length);
    return HttpFixture.send(connection, "GET " + path + " HTTP/1.1", all);
  }

  private static String request(String line, String... fields) {
    String[] lines = new String[fields.length + 2];
    lines[0] = line;
    lines[1] = "Host: " + HttpFixture.HOST;
    System.arraycopy(fields, 0, lines, 2, fields.length);
    return RawRequest.of(lines);
  }
}
