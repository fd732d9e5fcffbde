package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;

/** Fields that the configuration sets and removes, for all routes and for one. */
class FieldEditsIT {
  @TempDir static Path folder;

  @AutoClose
  static RawOrigin origin =
      RawOrigin.answering(
          String.join(
              "\r\n",
              "HTTP/1.1 200 OK",
              "Content-Length: 2",
              "X-Powered-By: origin",
              "X-Frame-Options: ALLOW",
              "x-frame-options: ALLOW",
              "X-Stays: 1",
              "",
              "ok"));

  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "set_request_headers": { "X-Tenant": "all", "Accept-Encoding": "" },
            "set_response_headers": { "X-Frame-Options": "DENY" },
            "remove_response_headers": ["x-powered-by"],
            "routes": [
              { "path_prefix": "/own", "upstream": "ORIGIN",
                "set_request_headers": { "X-TENANT": "own", "Host": "tenant.internal:81" },
                "set_response_headers": { "X-Frame-Options": "", "Cache-Control": "no-store" } },
              { "path_prefix": "/kept", "upstream": "ORIGIN", "forward_headers": ["x-tenant"] },
              { "path_prefix": "/", "host": ["a.example.com"], "methods": ["GET"],
                "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url()));
  }

  @Test
  void fields_set_for_all_routes_replace_the_clients_and_their_twins() throws IOException {
    HttpReply reply =
        proxy.send(
            "GET / HTTP/1.1",
            "X-Tenant: evil",
            "x-tenant: evil",
            "X_Tenant: evil",
            "Accept-Encoding: br");

    RawOrigin.Request request = origin.lastRequest();
    assertThat(request.values("X-Tenant")).containsExactly("all");
    assertThat(request.head()).doesNotContain("evil", "Encoding");
    assertThat(reply.fields())
        .contains("X-Frame-Options: DENY", "X-Stays: 1")
        .noneMatch(line -> line.contains("ALLOW") || line.contains("X-Powered-By"));
  }

  @Test
  void a_routes_own_value_is_stronger_and_the_others_hold_too() throws IOException {
    HttpReply reply = proxy.send("GET /own HTTP/1.1", "Accept-Encoding: br");

    RawOrigin.Request request = origin.lastRequest();
    assertThat(request.values("X-Tenant")).containsExactly("own");
    assertThat(request.values("Host")).containsExactly("tenant.internal:81");
    assertThat(request.values("Accept-Encoding")).isEmpty();
    assertThat(reply.field("X-Frame-Options")).isEmpty();
    assertThat(reply.field("X-Powered-By")).isEmpty();
    assertThat(reply.field("Cache-Control")).contains("no-store");
  }

  @Test
  void what_must_reach_the_upstream_as_it_was_sent_is_not_set() throws IOException {
    assertThat(proxy.send("GET /kept HTTP/1.1", "X-Tenant: mine").status()).isEqualTo(200);

    assertThat(origin.lastRequest().values("X-Tenant")).containsExactly("mine");
  }

  @Test
  void own_answers_are_left_as_they_are() throws IOException {
    HttpReply reply = proxy.send("POST / HTTP/1.1", "Content-Length: 0");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.field("X-Frame-Options")).isEmpty();
  }
}
