package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private static String masked(String text) {
    return ConfigurationFile.load("f.jsonc", text, Path.of("/"), Map.of("TOKEN", "SECRET"))
        .text()
        .masked();
  }

  @Test
  void keys_that_the_schema_marks_are_masked_and_all_else_stays_in_its_place() {
    String text =
        """
        { // a comment
          "ui": { "auth": {
            "users": [{ "name": "admin", "password_hash": "SECRET" }], /* more */
            "token":
              "SECRET \\" with a quote" } },
          "proxy": { "tls": { "acme": { "eab": { "kid": "known", "hmac_key": "SECRET" } } } }
        }
        """;

    assertThat(masked(text))
        .isEqualTo(text.replace("SECRET \\\" with a quote", "***").replace("SECRET", "***"));
  }

  @Test
  void substitutions_are_shown_as_they_are_written_and_not_what_they_stand_for() {
    String text = "{ \"ui\": { \"auth\": { \"token\": \"${TOKEN}\" } } }";

    assertThat(masked(text)).isEqualTo(text);
  }

  @Test
  void a_default_of_a_substitution_is_a_secret_where_its_key_is() {
    assertThat(masked("{ \"ui\": { \"auth\": { \"token\": \"${NONE:-SECRET}\" } } }"))
        .doesNotContain("SECRET");
  }

  @Test
  void header_values_that_look_like_credentials_are_masked_and_others_not() {
    String text =
        """
        { "proxy": { "http": { "set_request_headers": {
          "Authorization": "Basic SECRET", "X-Api-Key": "SECRET", "X-Own": "Bearer SECRET",
          "X-Auth": "SECRET", "X-Shared-Key": "SECRET", "X-Jwt-Assertion": "SECRET",
          "X-Stage": "production" } } } }
        """;

    assertThat(masked(text)).doesNotContain("SECRET").contains("\"X-Stage\": \"production\"");
  }

  @Test
  void whoever_logs_in_by_a_url_is_masked() {
    assertThat(masked("{ \"ui\": { \"remote_url\": \"https://me:SECRET@ui.example.com/\" } }"))
        .contains("https://***@ui.example.com/")
        .doesNotContain("SECRET");
  }

  @Test
  void a_password_that_holds_an_at_sign_is_masked_whole() {
    assertThat(masked("{ \"ui\": { \"remote_url\": \"https://me:SEC@RET@ui.example.com/\" } }"))
        .contains("https://***@ui.example.com/");
  }

  @Test
  void a_problem_with_a_url_does_not_tell_its_password() {
    String text = "{ \"ui\": { \"remote_url\": \"https://me:SECRET@ui.example.com/\" } }";

    assertThat(ConfigurationFile.load("f.jsonc", text, Path.of("/"), Map.of()).errors())
        .anyMatch(problem -> problem.message().contains("https://***@ui.example.com/"))
        .noneMatch(problem -> problem.message().contains("SECRET"));
  }

  @Test
  void what_was_commented_out_is_masked_too() {
    assertThat(
            masked(
                """
                { // "token": "SECRET",
                  /* "Authorization": "Bearer SECRET" and http://me:SECRET@host/ */ }
                """))
        .doesNotContain("SECRET");
  }

  @Test
  void a_key_that_is_written_with_escapes_is_the_same_key() {
    assertThat(masked("{ \"ui\": { \"auth\": { \"tok\\u0065n\": \"SECRET\" } } }"))
        .doesNotContain("SECRET");
  }

  @Test
  void what_is_no_jsonc_is_not_shown_at_all() {
    assertThat(masked("{ \"token\": \"SECRET\"")).isEmpty();
  }
}
