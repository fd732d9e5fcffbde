package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.HttpReply;

/** No {@code auth}: the token that is good for once. */
class OneTimeLoginTest {
  private static final String NO_AUTH = "\"enabled\": true";

  @TempDir Path folder;
  @AutoClose private final AdminFixture admin = AdminFixture.of(NO_AUTH);

  @Test
  void the_url_shows_a_button_and_the_button_lets_in_once() {
    String token = admin.told();
    // However often something looks at it beforehand.
    admin.get("/login?token=" + token);
    HttpReply page = admin.get("/login?token=" + token);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("value=\"" + token + "\"", "type=\"hidden\"");

    HttpReply in = admin.form("/login", "token=" + token, "Origin: " + admin.origin());

    assertThat(in.status()).isEqualTo(303);
    assertThat(in.field("Location")).contains("/");
    assertThat(admin.get("/", AdminFixture.cookie(in)).status()).isEqualTo(200);
    assertThat(admin.form("/login", "token=" + token).status()).isEqualTo(403);
  }

  @Test
  void then_there_is_another_one() {
    String first = admin.told();
    admin.form("/login", "token=" + first);

    assertThat(admin.told()).isNotEqualTo(first).hasSize(43);
    assertThat(admin.form("/login", "token=" + admin.told()).status()).isEqualTo(303);
  }

  @Test
  void it_is_in_no_log() {
    try (LogCapture log = new LogCapture()) {
      String first = admin.told();
      admin.form("/login", "token=" + first);
      admin.form("/login", "token=" + first);

      assertThat(log.lines())
          .hasSize(2)
          .noneMatch(line -> line.contains(first) || line.contains(admin.told()));
    }
  }

  @Test
  void a_reload_that_brings_users_ends_it_and_its_sessions() {
    HttpReply in = admin.form("/login", "token=" + admin.told());
    String token = admin.told();

    admin.reload(AdminFixture.AUTH);

    assertThat(admin.get("/", AdminFixture.cookie(in)).status()).isEqualTo(303);
    assertThat(admin.form("/login", "token=" + token).status()).isEqualTo(403);
  }

  @Test
  void without_a_terminal_it_is_in_a_file_for_its_user_alone() throws IOException {
    Path file = folder.resolve("ui-login");
    LoginNotice notice = LoginNotice.in(file);

    notice.tell("http://127.0.0.1:1/login?token=a", true);
    notice.tell("http://127.0.0.1:1/login?token=b", false);

    assertThat(file).hasContent("http://127.0.0.1:1/login?token=b\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(folder)
        .isDirectoryContaining("glob:**/ui-login")
        .isDirectoryNotContaining("glob:**/.*");
    notice.withdraw();
    assertThat(file).doesNotExist();
  }

  @Test
  void a_folder_that_is_not_there_is_said() {
    try (LogCapture log = new LogCapture()) {
      LoginNotice.ofProgram(
              Optional.empty(), Map.of("RUNTIME_DIRECTORY", folder.resolve("none") + ":/run"))
          .tell("http://127.0.0.1:1/login?token=secret", true);

      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("nobody can log in", "no such file or folder")
          .doesNotContain("secret");
    }
  }
}
