package sekisho.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.explain.Explanation.Verdict;

/** What is said of a request. */
class RequestExplanationTest {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:443"],
          "trusted_proxies": ["10.0.0.0/8"],
          "tls": {
            "mode": "self_signed",
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } },
          },
          "http": {
            "upstream_timeout_secs": 30,
            "rate_limit": { "requests_per_second": 100, "burst": 200 },
            "set_request_headers": { "X-Tenant": "all", "X-Key": "${KEY}", "Accept-Encoding": "" },
            "remove_response_headers": ["X-Powered-By"],
            "routes": [
              { "path": "/ws", "type": "websocket", "upstream": "http://10.0.0.1:5000/socket" },
              { "path_regex": "^/(whip|whep)/", "upstream": "http://10.0.0.1:5000",
                "preserve_host": true, "forward_headers": ["Authorization"] },
              { "path_prefix": "/api", "methods": ["GET", "POST"],
                "upstream": ["https://10.0.0.1/v1/", "https://10.0.0.2/v1/"],
                "upstream_timeout_secs": 5, "rate_limit": null,
                "connection_limit": { "max": 7 },
                "max_request_body_bytes": 10,
                "deny": ["203.0.113.0/24"],
                "upstream_tls": {
                  "verify": false },
                "set_request_headers": {
                  "x-tenant": "route" },
                "remove_response_headers": [
                  "X-Version"] },
            ],
          },
        },
      }
      """;

  private final Explainer explainer = Asked.explainer(CONFIG);

  @Test
  void a_request_is_followed_to_the_url_and_the_target() {
    Asked asked = ask("GET", "/api//x/../y%41?q=%41");

    assertThat(asked.facts("path")).containsExactly("/api/yA @-1");
    assertThat(asked.facts("HTTP route"))
        .containsExactly("longest prefix: /api, method GET or POST @18");
    assertThat(asked.facts("URL"))
        .containsExactly("https://10.0.0.1/v1/yA?q=%41 @-1", "https://10.0.0.2/v1/yA?q=%41 @-1");
    assertThat(asked.facts("line")).containsExactly("GET /v1/yA?q=%41 @-1");
    assertThat(asked.explanation().verdict())
        .isEqualTo(
            new Verdict.Forwarded(
                18,
                List.of("https://10.0.0.1/v1/yA?q=%41", "https://10.0.0.2/v1/yA?q=%41"),
                "/v1/yA?q=%41"));
  }

  @Test
  void what_a_route_says_itself_goes_before_what_is_said_for_all() {
    Asked api = ask("GET", "/api");
    Asked whip = ask("GET", "/whip/");

    assertThat(api.facts("upstream_timeout_secs")).containsExactly("5 s @20");
    assertThat(whip.facts("upstream_timeout_secs")).containsExactly("30 s @10");
    assertThat(api.facts("upstream_connect_timeout_secs")).containsExactly("5 s @0");
    assertThat(api.facts("rate limit")).isEmpty();
    assertThat(whip.facts("rate limit"))
        .containsExactly(
            "200 at once, then one every 10 ms, per client address (IPv6 by /64); else 429"
                + " (of all routes together) @11");
    assertThat(api.facts("connection limit"))
        .containsExactly("7 requests in flight per client address (IPv6 by /64); else 503 @21");
    assertThat(api.facts("TLS")).containsExactly("not verified: anybody could answer @25");
  }

  @Test
  void fields_are_told_as_the_upstream_gets_them_and_who_says_so() {
    Asked api = ask("GET", "/api", "Accept-Encoding: br", "Connection: X-Hop", "X-Hop: 1");
    Asked whip = ask("GET", "/whip/", "Authorization: Bearer x");

    assertThat(api.facts("field"))
        .containsExactly(
            "Host: 10.0.0.1 (the authority of whichever is asked) @19",
            "X-Real-IP: 127.0.0.1 @-1",
            "X-Forwarded-For: 127.0.0.1 @-1",
            "X-Forwarded-Proto: https @-1",
            "X-Forwarded-Host: a.example @-1",
            "Via: 1.1 sekisho @-1",
            "X-Request-ID: (32 hexadecimal digits, others for each request) @-1",
            "x-tenant: route @27",
            "X-Key: (from ${KEY}, not shown) @12");
    assertThat(api.facts("removed"))
        .containsExactly("Accept-Encoding @12", "X-Powered-By @13", "X-Version @29");
    assertThat(whip.facts("field"))
        .startsWith("Host: a.example @17", "Authorization: Bearer x @17")
        .contains("X-Tenant: all @12");
  }

  @Test
  void a_secret_of_the_environment_is_nowhere() {
    assertThat(ask("GET", "/api").explanation().toString()).doesNotContain("secret");
  }

  @Test
  void a_credential_that_the_file_sets_is_nowhere_either() {
    String config =
        CONFIG
            .replace("\"X-Key\": \"${KEY}\"", "\"X-Api-Key\": \"SECRET\"")
            .replace(
                "\"remove_response_headers\": [\"X-Powered-By\"]",
                "\"set_response_headers\": { \"Set-Cookie\": \"id=SECRET\" }");

    Asked asked =
        new Asked(Asked.explainer(config).explain(Asked.question("a.example", "GET", "/whip/")));

    assertThat(asked.facts("field"))
        .contains("X-Api-Key: (not shown) @12", "Set-Cookie: (not shown) @13");
    assertThat(asked.explanation().toString()).doesNotContain("SECRET").contains("X-Tenant: all");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /none, 404, no_route, false",
    "DELETE, /api, 405, method_not_allowed, false",
    "TRACE, /api, 405, method_not_allowed, false",
    "GET, /ws, 426, upgrade_required, false",
    "GET, /api/../../x, 400, bad_request_path, true",
    "GET, /api/%00, 400, bad_request_path, true",
    "GET, /api../../x, 404, no_route, false",
    "GET, /api/x y, 400, bad_request_line, true",
    "GET, /ä, 400, bad_request_line, true",
    "CONNECT, a.example:443, 501, method_not_implemented, true",
    "OPTIONS, *, 200, '', false",
  })
  void what_the_proxy_answers_is_told_with_its_reason(
      String method, String path, int status, String reason, boolean wrong) {
    Asked asked = ask(method, path);

    assertThat(asked.explanation().verdict()).isEqualTo(new Verdict.Answered(status, reason));
    assertThat(asked.explanation().isQuestionWrong()).isEqualTo(wrong);
  }

  @Test
  void the_line_that_refuses_is_told() {
    assertThat(ask("DELETE", "/api").facts("HTTP route"))
        .containsExactly("longest prefix: /api, method GET or POST: not this method @18");
    assertThat(ask("DELETE", "/api").facts("answer's field"))
        .containsExactly("Allow: GET, POST @-1");
    assertThat(ask("GET", "/none").facts("HTTP route")).containsExactly("none takes the path @14");
    assertThat(ask("GET", "/ws").facts("type"))
        .containsExactly("websocket: it takes WebSocket requests alone @15");
    assertThat(ask("GET", "/ws").facts("HTTP route")).containsExactly("exact: /ws @15");
    assertThat(ask("POST", "/api", "Content-Length: 11").facts("body"))
        .containsExactly("longer than 10 bytes @22");
  }

  @Test
  void a_request_for_web_socket_asks_the_upstream_for_it() {
    Asked asked = ask("GET", "/ws", "Upgrade: websocket", "Connection: keep-alive, Upgrade");

    assertThat(asked.explanation().verdict())
        .isEqualTo(new Verdict.Forwarded(15, List.of("http://10.0.0.1:5000/socket"), "/socket"));
    assertThat(asked.facts("field")).endsWith("Connection: Upgrade @-1", "Upgrade: websocket @-1");
    assertThat(asked.facts("websocket_idle_timeout_secs")).containsExactly("never @0");
  }

  @Test
  void the_client_is_whom_a_trusted_proxy_speaks_for() {
    Question forwarded = Asked.question("a.example", "GET", "/api", "X-Forwarded-For: 203.0.113.9");

    Asked trusted = new Asked(explainer.explain(Asked.from("10.1.1.1", forwarded)));
    Asked stranger = new Asked(explainer.explain(Asked.from("192.0.2.1", forwarded)));

    assertThat(trusted.facts("client"))
        .containsExactly("10.1.1.1 @-1", "203.0.113.9, whom a trusted proxy speaks for @4");
    assertThat(trusted.facts("addresses")).containsExactly("refused: deny has 203.0.113.0/24 @23");
    assertThat(trusted.explanation().verdict()).isEqualTo(new Verdict.Answered(403, "denied"));
    assertThat(stranger.explanation().verdict()).isInstanceOf(Verdict.Forwarded.class);
  }

  @Test
  void another_host_than_the_server_name_is_misdirected() {
    Question other =
        new Question(
            Optional.of("a.example"),
            List.of(),
            "GET",
            "/api",
            Optional.of("b.example"),
            List.of(),
            Optional.empty());

    Asked asked = new Asked(explainer.explain(other));

    assertThat(asked.explanation().verdict())
        .isEqualTo(new Verdict.Answered(421, "misdirected_request"));
    assertThat(asked.facts("strict_sni_host"))
        .containsExactly("the host is another than the connection was made for: refused @0");
    assertThat(asked.facts("HTTP route")).isEmpty();
  }

  @Test
  void asking_takes_no_token_from_who_asks_next() {
    Explainer once =
        Asked.explainer(CONFIG.replace("\"burst\": 200", "\"burst\": 1").replace("100,", "0.001,"));
    Question question = Asked.question("a.example", "GET", "/whip/");

    once.explain(question);

    assertThat(once.explain(question).verdict()).isInstanceOf(Verdict.Forwarded.class);
  }

  @Test
  void a_line_end_in_a_part_of_a_request_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Asked.question("a.example", "GET", "/ HTTP/1.1\r\nX: y"));
  }

  private Asked ask(String method, String path, String... fields) {
    return new Asked(explainer.explain(Asked.question("a.example", method, path, fields)));
  }
}
