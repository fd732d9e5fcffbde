package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.model.AccessLogSettings;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.model.Destination;
import sekisho.model.Place;
import sekisho.model.ProxyProtocol;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;

class ConfigurationFileTest {
  private static final String SMALLEST = "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"]}}";

  @TempDir Path folder;

  private static Loaded load(String text) {
    return ConfigurationFile.load("f", text, Path.of("/etc/sekisho"), Map.of());
  }

  private static Configuration loaded(String proxyKeys) {
    Loaded loaded = load("{\"proxy\": {\"listen\": [\"127.0.0.1:0\"], " + proxyKeys + "}}");
    assertThat(loaded.errors()).isEmpty();
    return loaded.configuration().orElseThrow();
  }

  @Test
  void all_problems_are_told_at_once_in_the_files_order() {
    String text =
        """
        {
          "proxy": {
            "listn": ["127.0.0.1:0"],
            "tls": {"routing": {"sni": [
              {"server_name": "a", "mode": "rejekt"},
              {"server_name": "a", "mode": "transparent", "upstream": "${NOWHERE}"},
              {"server_name": "b", "mode": "reject", "handler": "http"}]}},
            "http": {"upstream_timeout_secs": -1, "routes": [{}]},
          },
          "shutdown_timeout_secs": "30",
          "metrics": {}
        }
        """;

    Loaded loaded = load(text);

    assertThat(loaded.configuration()).isEmpty();
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "f:3:5: proxy.listn: unknown key; did you mean \"listen\"?",
            "f:5:36: proxy.tls.routing.sni[0].mode: \"rejekt\" is none of the values;"
                + " did you mean \"reject\"? allowed: \"transparent\", \"tls_terminate\","
                + " \"reject\"",
            "f:6:23: proxy.tls.routing.sni[1].server_name: \"a\" is routed on line 5 already;"
                + " allowed: once",
            "f:6:63: proxy.tls.routing.sni[1].upstream: the environment variable NOWHERE is not"
                + " set, and no default is given",
            "f:7:46: proxy.tls.routing.sni[2].handler: is not allowed with mode \"reject\"",
            "f:8:39: proxy.http.upstream_timeout_secs: -1 is too small; allowed: at least 0.001",
            "f:8:54: proxy.http.routes[0].path: is missing; a route needs one of path,"
                + " path_prefix and path_regex",
            "f:8:54: proxy.http.routes[0].upstream: is missing, and required",
            "f:10:28: shutdown_timeout_secs: is a text in quotes; allowed: a number");
    assertThat(loaded.errors()).hasSize(9);
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void a_routes_key_among_the_settings_is_an_unknown_key_and_nothing_more() {
    assertThat(
            load("""
            {"proxy": {
              "listen": ["127.0.0.1:0"],
              "http": {"path": "/", "routes": []}
            }}
            """)
                .problems())
        .extracting(Problem::path)
        .containsExactly("proxy.http.path");
  }

  @Test
  void columns_count_characters_whatever_their_bytes_and_width() {
    String text = "\uFEFF{\t\"proxy\": {\r\n/* ü 関所 😀 */\t\"x\": 1,\r\t\"y\": 1, \"listen\": []}}";

    Loaded loaded = load(text);

    assertThat(loaded.problems())
        .extracting(p -> p.line() + ":" + p.column() + " " + p.path())
        .containsExactly("2:14 proxy.x", "3:2 proxy.y", "3:20 proxy.listen");
  }

  @Test
  void a_method_that_never_reaches_an_upstream_is_warned_about() {
    String route =
        "{\"path\": \"/\", \"upstream\": \"http://a\", \"methods\": [\"GET\", \"TRACE\"]}";
    String text =
        "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"], \"http\": {\"routes\": [" + route + "]}}}";

    assertThat(ConfigurationFile.load("f", text, Path.of("/"), Map.of()).warnings())
        .filteredOn(problem -> problem.path().equals("proxy.http.routes[0].methods[1]"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).startsWith("TRACE is never forwarded"));
  }

  @Test
  void a_warning_does_not_keep_the_configuration_from_being_used() {
    Loaded loaded = load("{\"proxy\": {\"listen\": [\"127.0.0.1:0\"]}}");

    assertThat(loaded.configuration()).isPresent();
    assertThat(loaded.warnings()).extracting(Problem::path).containsExactly("proxy.tls.routing");
  }

  @Test
  void a_file_that_cannot_be_read_is_a_problem_without_a_place() throws IOException {
    Path missing = folder.resolve("none.jsonc");
    Path large = Files.write(folder.resolve("large"), new byte[ConfigurationFile.MAX_BYTES + 1]);

    assertThat(ConfigurationFile.load(missing, Map.of()).problems())
        .extracting(Problem::toString)
        .containsExactly(missing + ": cannot be read: no such file or folder");
    assertThat(ConfigurationFile.load(folder, Map.of()).problems())
        .extracting(Problem::toString)
        .containsExactly(folder + ": cannot be read: is a folder");
    assertThat(ConfigurationFile.load(large, Map.of()).problems())
        .extracting(Problem::toString)
        .containsExactly(large + ": is larger than 1048576 bytes");
  }

  @Test
  void bytes_that_are_no_utf_8_are_a_problem_with_their_place() throws IOException {
    byte[] latin1 = "{\n  \"é\": 1}".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("f"), latin1);

    assertThat(ConfigurationFile.load(file, Map.of()).problems())
        .extracting(Problem::toString)
        .containsExactly(file + ":2:4: is not UTF-8 text: an invalid byte is here");
  }

  @Test
  void paths_are_relative_to_the_files_folder() throws IOException {
    Path file = folder.resolve("sekisho.jsonc");
    Files.writeString(
        file,
        """
        {"proxy": {"listen": ["127.0.0.1:0"], "tls": {
          "certificate": "a.pem", "private_key": "/k/a.pem",
          "routing": {"default": {"mode": "tls_terminate", "upstream": "unix:run/a.sock"}}},
          "http": {"access_log": {"path": "log/access"}}}}
        """);

    Loaded loaded = ConfigurationFile.load(file, Map.of());
    Configuration configuration = loaded.configuration().orElseThrow();

    assertThat(configuration.proxy().tls().certificates())
        .isEqualTo(
            new CertificateSource.Manual(
                List.of(
                    new CertificateSource.Pair(
                        folder.resolve("a.pem"),
                        new Place(2, 18, "proxy.tls.certificate"),
                        Path.of("/k/a.pem"),
                        new Place(2, 42, "proxy.tls.private_key"),
                        Optional.empty()))));
    assertThat(configuration.proxy().tls().routing().defaultDestination())
        .isEqualTo(
            new Destination.TerminateToTcp(
                UpstreamGroup.<TcpUpstream>of(
                    new TcpUpstream.UnixSocket(folder.resolve("run/a.sock"))),
                ProxyProtocol.NONE,
                List.of()));
    assertThat(configuration.proxy().http().accessLog().file())
        .isEqualTo(Optional.of(folder.resolve("log/access")));
  }

  @Test
  void the_access_log_is_on_unless_it_is_off() {
    assertThat(load(SMALLEST).configuration().orElseThrow().proxy().http().accessLog().target())
        .isEqualTo(new AccessLogSettings.Target.Stdout());
    assertThat(loaded("\"http\": {\"access_log\": {\"path\": \"off\"}}").proxy().http().accessLog())
        .isEqualTo(
            new AccessLogSettings(
                new AccessLogSettings.Target.Off(), AccessLogSettings.Query.REDACT));
  }

  @Test
  void half_of_an_arrangement_is_warned_about() {
    String handler =
        "\"routing\": {\"default\": {\"mode\": \"tls_terminate\", \"handler\": \"http\"}}";
    String route = "\"http\": {\"routes\": [{\"path\": \"/\", \"upstream\": \"http://a\"}]}";
    String reject = "\"tls\": {\"mode\": \"self_signed\"}";

    assertThat(warnings("\"tls\": {\"mode\": \"self_signed\", " + handler + "}"))
        .containsExactly(
            "f:1:11: proxy.http.routes: warning: there is no route, so every request that handler"
                + " \"http\" takes is answered with 404");
    assertThat(warnings(route + ", " + reject))
        .containsExactly(
            "f:1:48: proxy.http.routes: warning: nothing comes here: no TLS route has handler"
                + " \"http\"",
            "f:1:107: proxy.tls.routing: warning: every connection is rejected: there is no route,"
                + " and default takes nothing");
    assertThat(warnings("\"tls\": {\"mode\": \"self_signed\", " + handler + "}, " + route))
        .isEmpty();
  }

  @Test
  void what_one_upstream_alone_has_no_use_for_is_warned_about_and_its_health_check_is_not() {
    String tls =
        "\"tls\": {\"mode\": \"self_signed\","
            + " \"routing\": {\"default\": {\"mode\": \"tls_terminate\", \"handler\": \"http\"}}}";
    String route =
        "{\"path\": \"/\", \"upstream\": \"http://a\", \"health_check\": {\"path\": \"/ok\"}%s}";

    assertThat(warnings(tls + ", \"http\": {\"routes\": [" + route.formatted("") + "]}")).isEmpty();
    assertThat(
            warnings(
                tls
                    + ", \"http\": {\"routes\": ["
                    + route.formatted(", \"max_fails\": 1, \"fail_timeout_secs\": 1")
                    + "]}"))
        .satisfiesExactly(
            warning ->
                assertThat(warning).contains("routes[0].max_fails: warning: changes nothing: "),
            warning ->
                assertThat(warning)
                    .contains("routes[0].fail_timeout_secs: warning: changes nothing: "));
  }

  private static List<String> warnings(String proxyKeys) {
    return load("{\"proxy\": {\"listen\": [\"127.0.0.1:0\"], " + proxyKeys + "}}")
        .warnings()
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
