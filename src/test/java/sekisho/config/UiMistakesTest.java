package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An admin UI that would be open to those whom it is not for. */
class UiMistakesTest {
  private static final String HASH =
      "$pbkdf2-sha512$i=210000$AAAAAAAAAAAAAAAAAAAAAA$" + "A".repeat(43);
  private static final String USER = "{\"name\": \"a\", \"password_hash\": \"" + HASH + "\"}";
  private static final String AUTH = "\"auth\": {\"users\": [" + USER + "]}";

  private static String file(String ui) {
    return "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"]},\n\"ui\": {" + ui + "}}";
  }

  private static Mistake ui(String name, String ui, String path, String says) {
    return Mistake.file(name, file(ui), "ui." + path, says);
  }

  static List<Mistake> mistakes() {
    return List.of(
        ui(
            "off loopback without auth",
            "\"listen\": ▶\"0.0.0.0:1\", \"insecure\": true",
            "listen",
            "\"0.0.0.0:1\" can be reached from elsewhere, so it needs auth; …"),
        ui(
            "off loopback without TLS",
            "\"listen\": ▶\"192.0.2.1:1\", " + AUTH,
            "listen",
            "\"192.0.2.1:1\" can be reached from elsewhere, so it needs tls; …\"insecure\": true…"),
        ui("nobody", "\"auth\": ▶{}", "auth", "lets nobody in; allowed: users, token or both…"),
        ui("no users", "\"auth\": ▶{\"users\": []}", "auth", "lets nobody in; …"),
        ui(
            "a user twice",
            "\"auth\": {\"users\": ["
                + USER
                + ",\n{\"name\": ▶\"a\", \"password_hash\": \""
                + HASH
                + "\"}]}",
            "auth.users[1].name",
            "there is a user of this name already, on line 2"),
        ui(
            "a name that forges lines",
            "\"auth\": {\"users\": [{\"name\": ▶\"a\\nb\", \"password_hash\": \"" + HASH + "\"}]}",
            "auth.users[0].name",
            "is no user's name; …"),
        ui(
            "a token that can be guessed",
            "\"auth\": {\"token\": ▶\"secret\"}",
            "auth.token",
            "is no token; allowed: 16 to 512 letters, digits and …"),
        ui(
            "a token that is no header's value",
            "\"auth\": {\"token\": ▶\"0123456789 0123456789\"}",
            "auth.token",
            "is no token; …"),
        ui(
            "an address among the names",
            "\"allowed_hosts\": [▶\"192.0.2.1\"]",
            "allowed_hosts[0]",
            "\"192.0.2.1\" is an IP address, which is no name; …"),
        ui(
            "a name with a port",
            "\"allowed_hosts\": [▶\"a.example:9091\"]",
            "allowed_hosts[0]",
            "\"a.example:9091\" is no DNS name; allowed: a DNS name without a port…"));
  }

  @ParameterizedTest
  @MethodSource
  void mistakes(Mistake mistake) {
    mistake.assertTold();
  }

  /** What was meant to be a secret is not printed either. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "my plain password",
        "$pbkdf2-sha512$i=1000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha512$i=99999999$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha512$i=210000$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$pbkdf2-sha512$i=210000$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$2y$10$abcdefghijklmnopqrstuv",
      })
  void what_is_no_hash_is_not_shown(String hash) {
    String text =
        file("\"auth\": {\"users\": [{\"name\": \"a\", \"password_hash\": \"" + hash + "\"}]}");

    List<Problem> errors = ConfigurationFile.load("f", text, Path.of("/"), Map.of()).errors();

    assertThat(errors)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo("ui.auth.users[0].password_hash");
          assertThat(problem.message())
              .isEqualTo("is no password hash; allowed: what `sekisho hash-password` prints");
        });
  }

  @Test
  void what_passes_the_network_in_the_clear_is_warned_of() {
    String text = file("\"listen\": \"0.0.0.0:1\", \"insecure\": true, " + AUTH);

    Loaded loaded = ConfigurationFile.load("f", text, Path.of("/"), Map.of());

    assertThat(loaded.errors()).isEmpty();
    assertThat(loaded.problems()).extracting(Problem::path).contains("ui.insecure");
  }

  @Test
  void a_site_elsewhere_without_https_is_warned_of_unless_it_is_here() {
    assertThat(warned("http://ui.example.com")).isTrue();
    assertThat(warned("https://ui.example.com")).isFalse();
    assertThat(warned("http://127.0.0.1:3000")).isFalse();
    assertThat(warned("http://localhost:3000")).isFalse();
    assertThat(warned("unix:/run/ui.sock")).isFalse();
  }

  private static boolean warned(String url) {
    return ConfigurationFile.load(
            "f", file("\"remote_url\": \"" + url + "\""), Path.of("/"), Map.of())
        .problems()
        .stream()
        .anyMatch(problem -> problem.path().equals("ui.remote_url"));
  }
}
