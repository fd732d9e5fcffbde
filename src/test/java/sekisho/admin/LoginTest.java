package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.admin.AdminFixture.AUTH;
import static sekisho.admin.AdminFixture.PASSWORD;
import static sekisho.admin.AdminFixture.TOKEN;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;

/** Coming in and going out, by those who may and those who try. */
class LoginTest {
  private static final AdminFixture ADMIN = AdminFixture.of(AUTH);

  @AfterAll
  static void close() {
    ADMIN.close();
  }

  @BeforeEach
  void forgetFailures() {
    ADMIN.pass(Duration.ofHours(2));
    ADMIN.reload(AUTH);
  }

  @Test
  void who_has_not_come_in_is_sent_to_the_login_page_and_back_afterwards() {
    HttpReply asked = ADMIN.get("/connections?sort=bytes");
    assertThat(asked.status()).isEqualTo(303);
    assertThat(asked.field("Location")).contains("/login?next=%2Fconnections%3Fsort%3Dbytes");

    HttpReply page = ADMIN.get(asked.field("Location").orElseThrow());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("name=\"next\" value=\"/connections?sort=bytes\"");

    HttpReply in =
        ADMIN.form(
            "/login",
            "user=admin&password=correct+horse&next=%2Fconnections%3Fsort%3Dbytes",
            "Origin: " + ADMIN.origin());
    assertThat(in.status()).isEqualTo(303);
    assertThat(in.field("Location")).contains("/connections?sort=bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example/",
        "/%5Cevil.example/",
        "https://evil.example/",
        "/a%0D%0ASet-Cookie:%20x=y",
        "javascript:alert(1)",
      })
  void nobody_is_sent_elsewhere_afterwards(String next) {
    HttpReply in = ADMIN.form("/login", "user=admin&password=correct+horse&next=" + next);

    assertThat(in.status()).isEqualTo(303);
    assertThat(in.field("Location")).contains("/");
    assertThat(AdminFixture.setCookies(in)).hasSize(2);
  }

  @Test
  void the_cookie_is_for_this_site_alone_and_for_no_script() {
    HttpReply in = ADMIN.login("admin", PASSWORD);

    assertThat(AdminFixture.setCookies(in).getFirst())
        .matches("sekisho-0=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
    assertThat(AdminFixture.setCookies(in).getLast())
        .matches("sekisho-browser-0=\\S+; Path=/login; Max-Age=\\d+; HttpOnly; SameSite=Strict");
  }

  @Test
  void a_session_sees_pages_and_says_who_it_is() {
    HttpReply page = ADMIN.get("/", ADMIN.session());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("You are admin.");
  }

  @Test
  void a_wrong_user_and_a_wrong_password_look_the_same() {
    HttpReply wrongUser = ADMIN.login("nobody", PASSWORD);
    HttpReply wrongPassword = ADMIN.login("admin", "correct horsf");

    assertThat(wrongUser.status()).isEqualTo(403);
    assertThat(wrongPassword.status()).isEqualTo(403);
    assertThat(wrongUser.text().replace("nobody", "admin")).isEqualTo(wrongPassword.text());
    assertThat(AdminFixture.setCookies(wrongPassword)).isEmpty();
  }

  @Test
  void an_id_that_somebody_planted_becomes_no_session() {
    String planted = "Cookie: sekisho-0=" + "A".repeat(43);

    HttpReply in = ADMIN.login("admin", PASSWORD, planted);

    assertThat(AdminFixture.cookie(in)).doesNotContain("AAAA");
    assertThat(ADMIN.get("/", planted).status()).isEqualTo(303);
    assertThat(ADMIN.get("/", AdminFixture.cookie(in)).status()).isEqualTo(200);
  }

  @Test
  void a_new_login_in_a_browser_ends_its_session_of_before() {
    String before = ADMIN.session();

    String after = AdminFixture.cookie(ADMIN.login("admin", PASSWORD, before, origin()));

    assertThat(ADMIN.get("/", before).status()).isEqualTo(303);
    assertThat(ADMIN.get("/", after).status()).isEqualTo(200);
  }

  private static String origin() {
    return "Origin: " + ADMIN.origin();
  }

  @Test
  void logout_ends_the_session_on_this_side() {
    String session = ADMIN.session();

    HttpReply out = ADMIN.form("/logout", "", session, origin());

    assertThat(out.status()).isEqualTo(303);
    assertThat(AdminFixture.setCookies(out).getFirst())
        .startsWith("sekisho-0=;")
        .contains("Max-Age=0");
    assertThat(ADMIN.get("/", session).status()).isEqualTo(303);
  }

  @Test
  void a_session_ends_half_an_hour_after_its_last_use() {
    String session = ADMIN.session();
    ADMIN.pass(Duration.ofMinutes(29));
    assertThat(ADMIN.get("/", session).status()).isEqualTo(200);
    ADMIN.pass(Duration.ofMinutes(29));
    assertThat(ADMIN.get("/", session).status()).isEqualTo(200);

    ADMIN.pass(Duration.ofMinutes(30));

    assertThat(ADMIN.get("/", session).status()).isEqualTo(303);
  }

  @Test
  void a_session_ends_after_twelve_hours_whatever_it_does() {
    String session = ADMIN.session();
    for (int i = 0; i < 35; i++) {
      ADMIN.pass(Duration.ofMinutes(20));
      assertThat(ADMIN.get("/", session).status()).isEqualTo(200);
    }

    ADMIN.pass(Duration.ofMinutes(20));

    assertThat(ADMIN.get("/", session).status()).isEqualTo(303);
  }

  @Test
  void a_reload_that_changes_the_password_ends_its_sessions_and_no_others() {
    String session = ADMIN.session();
    ADMIN.reload(AUTH + ", \"allowed_hosts\": [\"a.example\"]");
    assertThat(ADMIN.get("/", session).status()).isEqualTo(200);

    ADMIN.reload(AUTH.replace(AdminFixture.HASH, Passwords.hash("another one").text()));

    assertThat(ADMIN.get("/", session).status()).isEqualTo(303);
    assertThat(ADMIN.login("admin", PASSWORD).status()).isEqualTo(403);
    assertThat(ADMIN.login("admin", "another one").status()).isEqualTo(303);
  }

  @Test
  void the_token_of_programs_lets_a_browser_in_too() {
    assertThat(ADMIN.form("/login", "token=" + TOKEN).status()).isEqualTo(303);
    assertThat(ADMIN.form("/login", "token=" + TOKEN.replace('0', '1')).status()).isEqualTo(403);
  }

  @Test
  void guessing_gets_slower_and_the_right_password_comes_in_after_the_wait() {
    for (int i = 0; i < 5; i++) {
      assertThat(ADMIN.login("admin", "guess " + i).status()).isEqualTo(403);
    }

    HttpReply tooEarly = ADMIN.login("admin", PASSWORD);
    assertThat(tooEarly.status()).isEqualTo(429);
    assertThat(tooEarly.field("Retry-After")).contains("1");

    ADMIN.pass(Duration.ofSeconds(1));
    assertThat(ADMIN.login("admin", PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void who_comes_back_with_his_browser_is_not_held_up_by_others_guessing() {
    String known = AdminFixture.cookie(ADMIN.login("admin", PASSWORD));
    for (int i = 0; i < 5; i++) {
      ADMIN.login("admin", "guess " + i);
    }
    assertThat(ADMIN.login("admin", PASSWORD).status()).isEqualTo(429);

    String browser = "Cookie: " + known.substring(known.indexOf("sekisho-browser"));
    assertThat(ADMIN.login("admin", PASSWORD, browser).status()).isEqualTo(303);
  }

  @Test
  void what_clients_write_cannot_forge_a_line_of_the_log_and_secrets_are_not_in_it() {
    try (LogCapture log = new LogCapture()) {
      ADMIN.form("/login", "user=%0A2026%20INFO%20login%1B[2J&password=my+secret+guess");
      ADMIN.login("admin", PASSWORD);

      assertThat(log.lines())
          .anyMatch(line ->
              line.startsWith(
                  "failed login of \"\\u000a2026 INFO login\\u001b[2J\" from 127.0.0.1"))
          .anyMatch(line -> line.equals("login of \"admin\" from 127.0.0.1"))
          .noneMatch(line -> line.contains("secret") || line.contains(PASSWORD));
    }
  }

  @Test
  void a_form_that_is_too_large_is_not_read() {
    assertThat(ADMIN.form("/login", "user=" + "a".repeat(20_000)).status()).isEqualTo(413);
  }
}
