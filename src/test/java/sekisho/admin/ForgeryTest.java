package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.admin.AdminFixture.AUTH;
import static sekisho.admin.AdminFixture.TOKEN;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;

/** Requests that other sites make browsers send. */
class ForgeryTest {
  private static final AdminFixture ADMIN =
      AdminFixture.of(AUTH + ", \"allowed_hosts\": [\"Admin.Example.com\"]");
  private static final String SESSION = ADMIN.session();
  private static final String FOREIGN = "Origin: https://evil.example";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;

  @AfterAll
  static void close() {
    ADMIN.close();
  }

  private static HttpReply asHost(String... hosts) {
    String[] head = new String[hosts.length + 2];
    head[0] = "GET / HTTP/1.1";
    System.arraycopy(hosts, 0, head, 1, hosts.length);
    head[head.length - 1] = SESSION;
    return ADMIN.send("", head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:9091",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "admin.example.com.evil.example",
        "0x7f.1",
        "",
        "[::1",
        "a b",
      })
  void a_name_that_leads_here_is_not_answered_under(String host) {
    HttpReply reply = asHost("Host: " + host);

    assertThat(reply.status()).isEqualTo(421);
    assertThat(reply.text()).doesNotContain("You are");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "192.0.2.7:1",
        "[::1]:9091",
        "localhost:8080",
        "LOCALHOST",
        "admin.example.com",
        "ADMIN.example.com:444",
        "admin.example.com.",
      })
  void addresses_localhost_and_allowed_names_are(String host) {
    assertThat(asHost("Host: " + host).status()).isEqualTo(200);
  }

  @Test
  void a_request_has_one_host() {
    assertThat(asHost().status()).isEqualTo(421);
    assertThat(asHost("Host: localhost", "Host: localhost").status()).isEqualTo(421);
    assertThat(
            ADMIN.send("", "GET http://localhost/ HTTP/1.1", "Host: localhost", SESSION).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Sec-Fetch-Site: cross-site",
        // Another port of this host is another origin of the same site: SameSite lets it pass.
        "Sec-Fetch-Site: same-site",
      })
  void no_other_site_changes_anything(String field) {
    assertThat(ADMIN.form("/login", "user=admin&password=correct+horse", field).status())
        .isEqualTo(403);
    assertThat(ADMIN.form("/logout", "", SESSION, field).status()).isEqualTo(403);
    assertThat(ADMIN.rpc("config.reload", SESSION, field).status()).isEqualTo(403);
    assertThat(ADMIN.rpc("config.reload", BEARER, field).status()).isEqualTo(403);
    assertThat(ADMIN.get("/", SESSION).status()).isEqualTo(200);
  }

  @Test
  void two_origins_are_none_of_ours() {
    assertThat(ADMIN.rpc("version", SESSION, "Origin: " + ADMIN.origin(), FOREIGN).status())
        .isEqualTo(403);
  }

  @Test
  void our_own_page_does() {
    assertThat(ADMIN.rpc("config.reload", SESSION, "Origin: " + ADMIN.origin()).text())
        .contains("\"result\":true");
    assertThat(ADMIN.rpc("config.reload", SESSION, "Sec-Fetch-Site: same-origin").status())
        .isEqualTo(200);
  }

  @Test
  void a_session_that_does_not_say_where_it_comes_from_changes_nothing() {
    assertThat(ADMIN.rpc("config.reload", SESSION).status()).isEqualTo(403);
    assertThat(ADMIN.form("/logout", "", SESSION).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        ""
      })
  void what_a_form_can_send_is_no_call(String type) {
    HttpReply reply =
        ADMIN.post(
            "/rpc",
            type,
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"config.reload\"}",
            SESSION,
            "Origin: " + ADMIN.origin());

    assertThat(reply.status()).isEqualTo(415);
  }

  @Test
  void nobody_is_told_that_he_may_ask_from_elsewhere() {
    HttpReply reply =
        ADMIN.send(
            "",
            "OPTIONS /rpc HTTP/1.1",
            "Host: " + ADMIN.host(),
            FOREIGN,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: content-type");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.fields()).noneMatch(field -> field.startsWith("Access-Control"));
  }

  @Test
  void a_link_is_followed_and_nothing_is_embedded_elsewhere() {
    String[] link = {
      SESSION, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
    };
    String[] frame = link.clone();
    frame[3] = "Sec-Fetch-Dest: iframe";

    assertThat(ADMIN.get("/", link).status()).isEqualTo(200);
    assertThat(ADMIN.get("/", frame).status()).isEqualTo(403);
    assertThat(ADMIN.get("/live", SESSION, FOREIGN).status()).isEqualTo(403);
    assertThat(
            ADMIN
                .get("/", SESSION, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors")
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/", "/nothing", "/assets/x.css", "/rpc"})
  void every_answer_is_guarded(String path) {
    HttpReply reply = ADMIN.get(path, SESSION);

    assertThat(reply.field("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(reply.field("X-Content-Type-Options")).contains("nosniff");
    assertThat(reply.field("X-Frame-Options")).contains("DENY");
    assertThat(reply.field("Referrer-Policy")).contains("same-origin");
    assertThat(reply.field("Cross-Origin-Opener-Policy")).contains("same-origin");
    assertThat(reply.field("Cross-Origin-Resource-Policy")).contains("same-origin");
    assertThat(reply.field("Cache-Control")).contains("no-store");
  }
}
