package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sekisho.model.PasswordHash;

class RandomSecretsTest {
  @Test
  void a_password_has_another_hash_each_time_and_matches_all_of_them() {
    PasswordHash one = Passwords.hash("pässwörd");
    PasswordHash other = Passwords.hash("pässwörd");

    assertThat(one.text())
        .matches("\\$pbkdf2-sha512\\$i=210000\\$[^$]{22}\\$[^$]{43}")
        .isNotEqualTo(other.text());
    assertThat(Passwords.matches(Optional.of(one), "pässwörd")).isTrue();
    assertThat(Passwords.matches(Optional.of(other), "pässwörd")).isTrue();
    // The same letters, as another keyboard composes them.
    assertThat(Passwords.matches(Optional.of(one), "pa\u0308sswo\u0308rd")).isTrue();
    assertThat(Passwords.matches(Optional.of(one), "pässword")).isFalse();
    assertThat(Passwords.matches(Optional.of(one), "")).isFalse();
  }

  /** Made with Python's hashlib, so that the format is not only our own. */
  @Test
  void a_hash_of_another_program_matches() {
    PasswordHash hash =
        PasswordHash.parse(
                "$pbkdf2-sha512$i=100000$MDEyMzQ1Njc4OWFiY2RlZg$C+dOFpKqFeIzUANU3ZXZkPDPTPiTOG2osuKiNKUrSFU")
            .orElseThrow();

    assertThat(Passwords.matches(Optional.of(hash), "correct horse")).isTrue();
  }

  @Test
  void nobody_has_no_password() {
    assertThat(Passwords.matches(Optional.empty(), "")).isFalse();
    assertThat(Passwords.matches(Optional.empty(), "anything")).isFalse();
  }

  @Test
  void secrets_do_not_repeat_and_are_compared_whole() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(RandomSecrets.random())).isTrue();
    }
    assertThat(seen).allMatch(secret -> secret.matches("[A-Za-z0-9_-]{43}"));
    assertThat(RandomSecrets.equal("abc", "abc")).isTrue();
    assertThat(RandomSecrets.equal("abc", "ab")).isFalse();
    assertThat(RandomSecrets.equal("abc", "abd")).isFalse();
  }

  @Test
  void a_browsers_cookie_is_for_its_user_alone_and_cannot_be_made() {
    KnownBrowsers browsers = new KnownBrowsers();
    String cookie = browsers.cookie("admin");

    assertThat(browsers.browser(Optional.of(cookie), "admin")).isPresent();
    assertThat(browsers.browser(Optional.of(cookie), "other")).isEmpty();
    assertThat(browsers.browser(Optional.of(cookie + "0"), "admin")).isEmpty();
    assertThat(browsers.browser(Optional.of("x.y"), "admin")).isEmpty();
    assertThat(browsers.browser(Optional.empty(), "admin")).isEmpty();
    assertThat(new KnownBrowsers().browser(Optional.of(cookie), "admin")).isEmpty();
  }
}
