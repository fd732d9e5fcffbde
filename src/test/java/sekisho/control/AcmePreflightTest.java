package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.config.Loaded;
import sekisho.config.Problem;
import sekisho.testing.TlsCertificates;

/** What is looked at before certificates are asked for, and that nothing is made. */
class AcmePreflightTest {
  @TempDir Path folder;

  @Test
  void a_folder_that_can_be_made_is_enough_and_is_not_made() throws IOException {
    Path storage = folder.resolve("a/b");

    assertThat(check(storage).isUsable()).isTrue();
    assertThat(storage.getParent()).doesNotExist();

    Files.createDirectories(storage);

    assertThat(check(storage).isUsable()).isTrue();
    assertThat(storage).isEmptyDirectory();
  }

  @Test
  void a_file_in_the_way_is_told_where_the_folder_is_named() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    for (Path storage : List.of(file, file.resolve("a/b"))) {
      ConfigurationCheck check = check(storage);

      assertThat(check.isUsable()).isFalse();
      assertThat(errors(check))
          .containsExactly(
              "f.jsonc:4:14: proxy.tls.acme.storage: "
                  + file
                  + " is no folder; allowed: a folder that this user can write");
    }
  }

  @Test
  void a_link_to_nothing_is_in_the_way_too() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));

    assertThat(errors(check(link))).singleElement().asString().contains(link + " is no folder");
  }

  @Test
  void what_cannot_be_written_is_told_before_anything_is_lost() {
    Path storage = folder.resolve("a/b");
    Loaded loaded = acme(storage, "");
    String user = System.getProperty("user.name");

    AcmePreflight readOnly = new AcmePreflight("f.jsonc", any -> false);

    assertThat(readOnly.problems(ConfigText.valid(loaded), loaded.origins()))
        .extracting(Problem::message)
        .containsExactly(
            storage
                + " cannot be made: "
                + folder
                + " cannot be written by the user "
                + user
                + "; allowed: a folder that can");
    Loaded there = acme(folder, "");
    assertThat(readOnly.problems(ConfigText.valid(there), there.origins()))
        .extracting(Problem::message)
        .containsExactly(
            folder + " cannot be written by the user " + user + "; allowed: a folder of that user");
  }

  @Test
  void whom_to_believe_has_to_be_there() throws IOException {
    Path none = folder.resolve("none.pem");
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path authority = TlsCertificates.in(folder).ecdsa("ca", "DNS:ca.example").certificate();

    assertThat(errors(check(acme(folder, trust(none)))))
        .containsExactly(
            "f.jsonc:5:1: proxy.tls.acme.ca_certificate: "
                + none
                + " cannot be read: no such file or folder");
    assertThat(errors(check(acme(folder, trust(empty)))))
        .singleElement()
        .asString()
        .contains("holds no certificate");
    assertThat(check(acme(folder, trust(authority))).isUsable()).isTrue();
  }

  @Test
  void without_acme_nothing_is_looked_at() {
    Loaded loaded = ConfigText.tls("\"mode\": \"self_signed\"");

    assertThat(
            new AcmePreflight("f.jsonc", any -> false)
                .problems(ConfigText.valid(loaded), loaded.origins()))
        .isEmpty();
  }

  private static String trust(Path file) {
    return "\"ca_certificate\": \"" + file + "\",";
  }

  private static Loaded acme(Path storage, String more) {
    return ConfigText.tls(
        """
        "mode": "acme", "acme": { "terms_of_service_agreed": true,
          "storage": "%s",
        %s
          "directory": "https://ca.example/dir", "identifiers": ["a.example.com"] },
        "routing": { "default": { "mode": "tls_terminate", "upstream": "127.0.0.1:1" } }\
        """
            .formatted(storage, more));
  }

  private static ConfigurationCheck check(Path storage) {
    return check(acme(storage, ""));
  }

  private static ConfigurationCheck check(Loaded loaded) {
    return ConfigurationCheck.of("f.jsonc", loaded, ConfigText.NOW);
  }

  private static List<String> errors(ConfigurationCheck check) {
    return check.problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .map(Problem::toString)
        .toList();
  }
}
