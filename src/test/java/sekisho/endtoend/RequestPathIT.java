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

/** Which route takes a request, and what target its upstream sees. */
class RequestPathIT {
  @TempDir static Path folder;

  /** Answers with the target that it was asked for. */
  @AutoClose
  static RawOrigin origin =
      RawOrigin.answering(request -> RawOrigin.ok(request.line().split(" ")[1]));

  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "routes": [
              { "path": "/exact", "upstream": "ORIGIN/from-exact" },
              { "path_prefix": "/api", "upstream": "ORIGIN/v1/" },
              { "path_prefix": "/api/deeper", "upstream": "ORIGIN/v2" },
              { "path_regex": "^/(a+)+$", "upstream": "ORIGIN" },
              { "path_prefix": "/read", "methods": ["GET", "HEAD"], "upstream": "ORIGIN/reads/" },
              { "path_prefix": "/", "host": ["raw.example.com"], "upstream": "ORIGIN" },
              { "path_prefix": "/", "host": ["a.example.com"], "upstream": "ORIGIN/root/" }
            ]
            """
                .replace("ORIGIN", origin.url()));
  }

  @ParameterizedTest
  @CsvSource({
    "/exact, /from-exact",
    "/exact?q=1, /from-exact?q=1",
    "/exact/, /root/exact/",
    "/api, /v1/",
    "/api/users?id=%20, /v1/users?id=%20",
    "/apix, /v1/x",
    "/api/deeper/x, /v2/x",
    "/aaaa, /aaaa",
    "/read/x, /reads/x",
    "/anything, /root/anything",
    "/, /root/"
  })
  void the_exact_path_then_the_regex_then_the_longest_prefix_decides(String target, String upstream)
      throws IOException {
    assertThat(proxy.send("GET " + target + " HTTP/1.1").text()).isEqualTo(upstream);
  }

  // 19
  @ParameterizedTest
  @CsvSource({
    "/api/%2e%2e/x, /root/x",
    "/api/../x, /root/x",
    "/api//..//x, /root/x",
    "//api///users, /v1/users",
    "/%61pi/./users, /v1/users",
    "/x/../api/users, /v1/users"
  })
  void the_path_is_normalised_before_it_is_matched(String target, String upstream)
      throws IOException {
    assertThat(proxy.send("GET " + target + " HTTP/1.1").text()).isEqualTo(upstream);
  }

  // 19
  @ParameterizedTest
  @ValueSource(strings = {"/../x", "/%2e%2e/x", "/a/../../x", "/a%00b", "/api../x", "/api%2e%2e/x"})
  void a_path_that_climbs_out_or_holds_nul_is_refused(String target) throws IOException {
    int before = origin.requests().size();

    HttpReply reply = proxy.send("GET " + target + " HTTP/1.1");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("bad_request_path");
    assertThat(origin.requests()).hasSize(before);
  }

  // 20
  @ParameterizedTest
  @CsvSource({
    "/a%2Fb, /root/a%2Fb",
    "/api/a%2fb, /v1/a%2fb",
    "/api%2Fusers, /v1/%2Fusers",
    "/x%2F..%2Fapi, /root/x%2F..%2Fapi"
  })
  void an_encoded_slash_is_neither_decoded_nor_refused(String target, String upstream)
      throws IOException {
    assertThat(proxy.send("GET " + target + " HTTP/1.1").text()).isEqualTo(upstream);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a//b/./c/../d?x=%41&y=/..", "/%7Euser/%41", "/?", "/a;b=c/d"})
  void without_an_upstream_path_the_target_passes_byte_for_byte(String target) throws IOException {
    try (RawTlsClient client = proxy.connect("raw.example.com")) {
      HttpReply reply =
          RawRequest.send(client, "GET " + target + " HTTP/1.1", "Host: raw.example.com");

      assertThat(reply.text()).isEqualTo(target);
    }
  }

  @Test
  void an_absolute_form_target_passes_as_origin_form() throws IOException {
    try (RawTlsClient client = proxy.connect("raw.example.com")) {
      HttpReply reply =
          RawRequest.send(
              client, "GET https://raw.example.com/a?b HTTP/1.1", "Host: raw.example.com");

      assertThat(reply.text()).isEqualTo("/a?b");
    }
  }

  // 21
  @Test
  void a_regex_that_would_backtrack_without_end_is_answered_like_any_other() throws IOException {
    String target = "/" + "a".repeat(8000) + "!";

    assertThat(proxy.send("GET " + target + " HTTP/1.1").text()).isEqualTo("/root" + target);
  }

  @Test
  void a_method_that_the_path_is_not_routed_for_is_405_with_allow() throws IOException {
    try (RawTlsClient client = proxy.connect("other.example.com")) {
      HttpReply reply =
          RawRequest.send(client, "DELETE /read/x HTTP/1.1", "Host: other.example.com");

      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.field("Allow").orElseThrow().split(", *"))
          .containsExactlyInAnyOrder("GET", "HEAD");
      assertThat(reply.text()).contains("method_not_allowed");
    }
  }

  @Test
  void a_host_without_a_route_is_404() throws IOException {
    try (RawTlsClient client = proxy.connect("other.example.com")) {
      HttpReply reply = RawRequest.send(client, "GET /none HTTP/1.1", "Host: other.example.com");

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text()).contains("no_route");
    }
  }
}
