package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.admin.AdminFixture.AUTH;
import static sekisho.admin.AdminFixture.TOKEN;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sekisho.rpc.JsonRpc;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;

/** JSON-RPC over HTTP. */
class RpcTest {
  private static final AdminFixture ADMIN = AdminFixture.of(AUTH);
  private static final String BEARER = "Authorization: Bearer " + TOKEN;

  @AfterAll
  static void close() {
    ADMIN.close();
  }

  @Test
  void a_program_calls_with_a_token_and_nothing_else() {
    HttpReply reply = ADMIN.rpc("version", BEARER);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("Content-Type")).contains("application/json");
    assertThat(reply.text()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"(token)\",\"id\":1}");
  }

  @Test
  void a_session_calls_under_its_users_name() {
    assertThat(ADMIN.rpc("version", ADMIN.session(), "Origin: " + ADMIN.origin()).text())
        .contains("\"result\":\"admin\"");
  }

  @Test
  void what_json_rpc_says_is_an_answer_like_others() {
    HttpReply unknown = ADMIN.rpc("nothing", BEARER);
    HttpReply garbled = ADMIN.post("/rpc", "application/json; charset=utf-8", "{", BEARER);

    assertThat(unknown.status()).isEqualTo(200);
    assertThat(unknown.text()).contains("-32601");
    assertThat(garbled.status()).isEqualTo(200);
    assertThat(garbled.text()).contains("-32700");
  }

  @Test
  void a_notification_has_no_content() {
    HttpReply reply =
        ADMIN.post(
            "/rpc", "application/json", "{\"jsonrpc\":\"2.0\",\"method\":\"version\"}", BEARER);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void nobody_calls_who_has_not_come_in() {
    HttpReply nobody = ADMIN.rpc("version");

    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.field("WWW-Authenticate")).contains("Bearer realm=\"sekisho\"");
    assertThat(nobody.text()).contains("\"code\":-32001");
    assertThat(ADMIN.rpc("version", "Cookie: sekisho-0=x").status()).isEqualTo(401);
    assertThat(ADMIN.rpc("version", "Authorization: Basic YWRtaW46eA==").status()).isEqualTo(401);
  }

  @Test
  void guesses_at_the_token_are_logged_a_few_times_and_do_not_hold_up_the_right_one() {
    ADMIN.pass(Duration.ofHours(2));
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 20; i++) {
        HttpReply reply = ADMIN.rpc("version", "Authorization: Bearer guess" + i);
        assertThat(reply.status()).isEqualTo(i < 5 ? 401 : 429);
      }

      assertThat(log.lines()).hasSize(5).allMatch(line -> line.contains("wrong bearer token"));
      assertThat(log.lines()).noneMatch(line -> line.contains("guess"));
      assertThat(ADMIN.rpc("version", BEARER).status()).isEqualTo(200);
    }
    ADMIN.pass(Duration.ofHours(2));
  }

  @Test
  void who_changes_what_is_in_the_log_and_who_only_looks_is_not() {
    try (LogCapture log = new LogCapture()) {
      ADMIN.rpc("version", BEARER);
      ADMIN.rpc("config.reload", BEARER);

      assertThat(log.lines()).containsExactly("\"(token)\" from 127.0.0.1 calls config.reload");
    }
  }

  @Test
  void other_methods_of_http_are_told_which_one_it_is() {
    HttpReply reply = ADMIN.get("/rpc", BEARER);

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.field("Allow")).contains("POST");
  }

  @Test
  void a_request_that_is_too_long_is_refused_before_it_is_there() throws IOException {
    try (RawConnection connection = RawConnection.to(ADMIN.address())) {
      connection.write(
          String.join(
              "\r\n",
              "POST /rpc HTTP/1.1",
              "Host: " + ADMIN.host(),
              BEARER,
              "Content-Type: application/json",
              "Content-Length: " + (JsonRpc.MAX_REQUEST_BYTES + 1),
              "",
              ""));

      HttpReply reply = HttpReply.read(connection.in());

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.text()).contains("\"error\"", "longer than");
    }
  }

  @Test
  void chunks_that_are_too_much_are_too() throws IOException {
    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    try (RawConnection connection = RawConnection.to(ADMIN.address())) {
      connection.write(
          String.join(
              "\r\n",
              "POST /rpc HTTP/1.1",
              "Host: " + ADMIN.host(),
              BEARER,
              "Content-Type: application/json",
              "Transfer-Encoding: chunked",
              "",
              chunk.repeat(16) + "1\r\n \r\n"));

      assertThat(HttpReply.read(connection.in()).status()).isEqualTo(413);
    }
  }
}
