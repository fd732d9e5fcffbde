package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.config.Difference.Change;
import sekisho.config.Difference.Line;

class DifferenceTest {
  private static final String ROUTES =
      """
      {
        "proxy": {
          "http": {
            "routes": [
              { "path": "/a", "upstream": "http://a" },
              { "path": "/b", "upstream": "http://b" },
              { "path": "/c", "upstream": "http://c" }
            ]
          }
        }
      }
      """;

  @TempDir Path folder;

  private ConfigurationText text(String text) {
    return ConfigurationFile.load("f.jsonc", text, folder, Map.of("HOST", "one")).text();
  }

  private List<String> changes(String before, String after) {
    ConfigurationText then = text(before);
    Difference difference = text(after).from(then);
    assertThat(text(after).sharing(then).from(then)).isEqualTo(difference);
    return difference.changes().stream().map(Change::text).toList();
  }

  @Test
  void equal_files_do_not_differ() {
    assertThat(text(ROUTES).from(text(ROUTES)).isEmpty()).isTrue();
  }

  @Test
  void a_value_that_has_changed_is_told_with_its_key() {
    assertThat(changes(ROUTES, ROUTES.replace("http://b", "https://d")))
        .containsExactly("proxy.http.routes[1].upstream: \"http://b\" → \"https://d\"");
  }

  @Test
  void an_item_put_before_others_is_one_change() {
    String more = "{ \"path\": \"/new\", \"upstream\": \"http://n\" },";

    assertThat(changes(ROUTES, ROUTES.replace("[\n", "[" + more + "\n")))
        .containsExactly(
            "proxy.http.routes[0]: added {\"path\": \"/new\", \"upstream\": \"http://n\"}");
  }

  @Test
  void the_order_of_keys_means_nothing() {
    String swapped = "{ \"upstream\": \"http://b\", \"path\": \"/b\" }";
    String after = ROUTES.replace("{ \"path\": \"/b\", \"upstream\": \"http://b\" }", swapped);

    assertThat(after).contains(swapped);
    assertThat(changes(ROUTES, after)).isEmpty();
    assertThat(changes(ROUTES, after.replace("[\n", "[{ \"path\": \"/new\" },\n")))
        .containsExactly("proxy.http.routes[0]: added {\"path\": \"/new\"}");
  }

  @Test
  void keys_that_come_and_go_are_told() {
    assertThat(
            changes(
                "{ \"log\": { \"level\": \"info\" } }",
                "{ \"log\": { \"format\": \"json\" }, \"shutdown_timeout_secs\": 5 }"))
        .containsExactly(
            "log.format: added \"json\"",
            "shutdown_timeout_secs: added 5",
            "log.level: removed \"info\"");
  }

  @Test
  void comments_and_white_space_change_lines_and_no_keys() {
    Difference difference = text("// more\n" + ROUTES).from(text(ROUTES));

    assertThat(difference.changes()).isEmpty();
    assertThat(difference.lines()).first().isEqualTo(new Line.Added(1, "// more"));
    assertThat(difference.lines()).contains(new Line.Kept(1, 2, "{"));
  }

  @Test
  void lines_far_from_a_change_are_left_out() {
    assertThat(text(ROUTES.replace("http://b", "http://d")).from(text(ROUTES)).lines())
        .containsExactly(
            new Line.Kept(3, 3, "    \"http\": {"),
            new Line.Kept(4, 4, "      \"routes\": ["),
            new Line.Kept(5, 5, "        { \"path\": \"/a\", \"upstream\": \"http://a\" },"),
            new Line.Removed(6, "        { \"path\": \"/b\", \"upstream\": \"http://b\" },"),
            new Line.Added(6, "        { \"path\": \"/b\", \"upstream\": \"http://d\" },"),
            new Line.Kept(7, 7, "        { \"path\": \"/c\", \"upstream\": \"http://c\" }"),
            new Line.Kept(8, 8, "      ]"),
            new Line.Kept(9, 9, "    }"));
  }

  @Test
  void a_secret_that_has_changed_is_told_and_not_shown() {
    String file = "{ \"ui\": { \"auth\": { \"token\": \"SECRET\" } } }";

    assertThat(changes(file, file.replace("SECRET", "OTHER")))
        .containsExactly("ui.auth.token: another value, written \"***\" as before");
  }

  @Test
  void a_file_put_in_that_has_changed_is_told_and_not_shown() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "first");
    String file = "{ \"ui\": { \"auth\": { \"token\": \"${file:token}\" } } }";
    ConfigurationText before = text(file);

    Files.writeString(token, "second");

    assertThat(text(file).from(before).changes())
        .map(Change::text)
        .containsExactly("ui.auth.token: another value, written \"${file:token}\" as before");
    assertThat(before.included()).containsExactly(Path.of("token"));
  }

  @Test
  void what_shares_with_an_older_one_stays_the_newer_one() throws IOException {
    Files.writeString(folder.resolve("token"), "first");
    ConfigurationText before = text("{ \"log\": {}, \"metrics\": {} }");
    ConfigurationText now =
        text("{ \"log\": {}, \"ui\": { \"auth\": { \"token\": \"${file:token}\" } } }");

    ConfigurationText shared = now.sharing(before);

    assertThat(shared.masked()).isEqualTo(now.masked());
    assertThat(shared.included()).containsExactly(Path.of("token"));
    assertThat(shared.from(now).changes()).isEmpty();
    assertThat(shared.from(before).changes()).isNotEmpty().isEqualTo(now.from(before).changes());
  }

  @Test
  void what_is_added_shows_no_secret_of_it() {
    String users = "\"users\": [{ \"name\": \"a\", \"password_hash\": \"SECRET\" }]";

    assertThat(changes("{ \"ui\": {} }", "{ \"ui\": { \"auth\": { " + users + " } } }"))
        .containsExactly(
            "ui.auth: added {\"users\": [{\"name\": \"a\", \"password_hash\": \"***\"}]}");
  }

  @Test
  void long_texts_that_have_nothing_in_common_are_compared_in_time() {
    String one = "{\n" + "\"a\": 1,\n".repeat(50_000) + "}";
    String other = "{\n" + "\"b\": 1,\n".repeat(50_000) + "}";

    assertThat(LineDifference.of(one, other)).hasSizeGreaterThan(100_000);
  }
}
