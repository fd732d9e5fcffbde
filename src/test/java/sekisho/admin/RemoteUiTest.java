package sekisho.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.admin.AdminFixture.TOKEN;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;
import sekisho.testing.NodeScript;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawServer;

/** {@code remote_url}: a site elsewhere in place of the pages. */
class RemoteUiTest {
  @AutoClose
  private final RawOrigin site =
      RawOrigin.answering(
          """
          HTTP/1.1 200 OK
          Content-Length: 4
          Content-Type: text/html
          Content-Security-Policy: default-src https:
          Set-Cookie: theme=dark; Domain=127.0.0.1; Path=/
          Set-Cookie: sekisho-0=stolen; Path=/
          Set-Cookie: SEKISHO-browser-0=stolen; Path=/
          Set-Cookie: =sekisho-0=stolen
          Strict-Transport-Security: max-age=9999
          Clear-Site-Data: "cookies"
          Location: http://127.0.0.1:1/elsewhere
          Connection: X-Hop
          X-Hop: 1

          page\
          """
              .replace("\n", "\r\n"));

  @AutoClose private final AdminFixture admin = AdminFixture.of(remote(site.url() + "/base/"));

  private static String remote(String url) {
    return AdminFixture.AUTH + ", \"remote_url\": \"" + url + "\"";
  }

  @Test
  void who_has_not_come_in_gets_nothing_of_it() {
    assertThat(admin.get("/").status()).isEqualTo(303);
    assertThat(admin.get("/assets/app.js").status()).isEqualTo(404);
    assertThat(admin.get("/login").text()).contains("Log in");
    assertThat(site.requests()).isEmpty();
  }

  @Test
  void the_site_sees_nothing_by_which_somebody_comes_in() {
    HttpReply reply =
        admin.get("/a/b?c=d", admin.session() + "; theme=light", "X-Forwarded-For: 9.9.9.9");

    assertThat(reply.text()).isEqualTo("page");
    RawOrigin.Request seen = site.lastRequest();
    assertThat(seen.line()).isEqualTo("GET /base/a/b?c=d HTTP/1.1");
    assertThat(seen.values("Cookie")).containsExactly("theme=light");
    assertThat(seen.values("Host")).containsExactly("127.0.0.1:" + site.port());
    assertThat(seen.values("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(seen.values("X-Forwarded-Host")).containsExactly(admin.host());

    admin.get("/", "Authorization: Bearer " + TOKEN);
    assertThat(site.lastRequest().head()).doesNotContain(TOKEN, "Authorization");
  }

  @Test
  void the_site_cannot_put_its_own_in_the_place_of_our_cookies() {
    HttpReply reply = admin.get("/", admin.session());

    assertThat(AdminFixture.setCookies(reply)).containsExactly("theme=dark; Path=/");
    assertThat(reply.field("Strict-Transport-Security")).isEmpty();
    assertThat(reply.field("Clear-Site-Data")).isEmpty();
    assertThat(reply.field("X-Hop")).isEmpty();
    assertThat(reply.field("X-Frame-Options")).contains("DENY");
    assertThat(reply.field("Content-Security-Policy")).contains("default-src https:");
    assertThat(reply.field("Location")).contains("http://127.0.0.1:1/elsewhere");
  }

  @Test
  void calls_and_logins_are_never_the_sites() {
    assertThat(admin.rpc("version", "Authorization: Bearer " + TOKEN).text()).contains("result");
    assertThat(admin.form("/logout", "", admin.session(), "Origin: " + admin.origin()).status())
        .isEqualTo(303);
    assertThat(site.requests()).isEmpty();
  }

  @Test
  void a_body_goes_to_the_site_and_other_sites_forms_do_not() {
    String session = admin.session();
    assertThat(
            admin
                .post("/save", "text/plain", "abc", session, "Origin: http://evil.example")
                .status())
        .isEqualTo(403);
    assertThat(site.requests()).isEmpty();

    admin.post("/save", "text/plain", "abc", session, "Origin: " + admin.origin());

    assertThat(site.lastRequest().line()).isEqualTo("POST /base/save HTTP/1.1");
    assertThat(new String(site.lastRequest().body(), US_ASCII)).isEqualTo("abc");
    assertThat(site.lastRequest().values("Origin"))
        .containsExactly("http://127.0.0.1:" + site.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../x", "/a/..", "/%2e%2e/x", "/a%2f..%2fx", "/..%5cx", "/.%2E/x"})
  void the_sites_path_is_not_left(String path) {
    assertThat(admin.get(path, admin.session()).status()).isEqualTo(400);
    assertThat(site.requests()).isEmpty();
  }

  @Test
  void addresses_at_the_site_are_addresses_here() {
    try (RawOrigin redirecting =
            RawOrigin.answering(request ->
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://"
                    + request.values("Host").getFirst()
                    + "/base/there?x=y\r\n\r\n");
        AdminFixture other = AdminFixture.of(remote(redirecting.url() + "/base"))) {
      assertThat(other.get("/", other.session()).field("Location")).contains("/there?x=y");
    }
  }

  @Test
  void a_site_that_does_not_answer_is_named_with_the_reason() {
    admin.reload(remote("http://127.0.0.1:1/"));
    String session = admin.session();

    HttpReply reply = admin.get("/", session);

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.text()).contains("http://127.0.0.1:1/", "refused", "/rpc");
    assertThat(admin.rpc("version", session, "Origin: " + admin.origin()).status()).isEqualTo(200);
  }

  @Test
  void events_pass_while_they_come() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    try (RawServer events =
            RawServer.start(connection -> {
              connection.readThrough("\r\n\r\n");
              connection.write(
                  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
              assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
              connection.write("data: 2\n\n");
            });
        AdminFixture other = AdminFixture.of(remote("http://" + events.address()));
        RawConnection client = RawConnection.to(other.address())) {
      client.write(
          "GET /events HTTP/1.1\r\nHost: " + other.host() + "\r\n" + other.session() + "\r\n\r\n");

      assertThat(client.readThrough("data: 1\n\n")).contains("text/event-stream");
      first.countDown();
      assertThat(client.readThrough("data: 2\n\n")).isNotNull();
    }
  }

  @Test
  void a_websocket_passes_both_ways_with_a_real_server() throws Exception {
    try (NodeScript server = NodeScript.serve("websocket-server.js");
        AdminFixture other = AdminFixture.of(remote("http://127.0.0.1:" + server.port()));
        HttpClient client = HttpClient.newHttpClient()) {
      String session = other.session();
      CompletableFuture<String> echoed = new CompletableFuture<>();
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .header("Cookie", session.substring("Cookie: ".length()))
              .buildAsync(
                  URI.create("ws://" + other.host() + "/echo"),
                  new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(
                        WebSocket from, CharSequence data, boolean last) {
                      text.append(data);
                      if (last) {
                        echoed.complete(text.toString());
                      }
                      return WebSocket.Listener.super.onText(from, data, last);
                    }
                  })
              .get(30, TimeUnit.SECONDS);
      String large = "関所".repeat(100_000);
      socket.sendText(large, true).get(30, TimeUnit.SECONDS);

      assertThat(echoed.get(30, TimeUnit.SECONDS)).isEqualTo(large);
      socket.abort();
    }
  }

  @Test
  void a_websocket_of_another_site_does_not() throws IOException {
    for (String origin : List.of("http://evil.example", "null")) {
      HttpReply reply =
          admin.get(
              "/echo",
              admin.session(),
              "Origin: " + origin,
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(reply.status()).isEqualTo(403);
    }
    assertThat(site.requests()).isEmpty();
  }
}
