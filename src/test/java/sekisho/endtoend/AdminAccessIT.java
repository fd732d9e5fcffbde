package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.SekishoProcess;
import sekisho.testing.SekishoProgram;

/** The admin server of the packaged program without {@code auth}. */
class AdminAccessIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "self_signed",
            "routing": { "default": { "mode": "transparent", "upstream": "127.0.0.1:1" } }
          }
        },
        "ui": { "listen": "127.0.0.1:0" }
      }
      """;

  @TempDir static Path folder;
  private static Path config;
  private static Path file;
  private static SekishoProcess sekisho;

  @BeforeAll
  static void start() {
    config = ConfigFile.of(CONFIG).in(folder);
    file = config.resolveSibling(config.getFileName() + ".ui-login");
    sekisho = SekishoProcess.of(config).detectingLeaks().start();
  }

  @AfterAll
  static void stop() {
    sekisho.close();
  }

  private static URI url() throws IOException {
    return URI.create(Files.readString(file).strip());
  }

  private static HttpReply send(String requestLine, String body, String... fields)
      throws IOException {
    URI url = url();
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.ofLiteral(url.getHost()), url.getPort());
    try (RawConnection connection = RawConnection.to(address)) {
      connection.write(
          requestLine
              + " HTTP/1.1\r\nHost: "
              + url.getAuthority()
              + "\r\n"
              + String.join("\r\n", fields)
              + (fields.length == 0 ? "" : "\r\n")
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return HttpReply.read(connection.in());
    }
  }

  private static HttpReply login(String token) throws IOException {
    return send("POST /login", "token=" + token, "Content-Type: application/x-www-form-urlencoded");
  }

  private static String token() throws IOException {
    return url().getQuery().substring("token=".length());
  }

  private static String session(HttpReply reply) {
    return "Cookie: "
        + reply.fields().stream()
            .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("set-cookie: "))
            .map(field -> field.split("[ ;]", -1)[1])
            .findFirst()
            .orElseThrow();
  }

  @Test
  void the_url_is_in_a_file_that_the_log_names_and_lets_in_once() throws IOException {
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(sekisho.stdout().lines()).anyMatch(line -> line.contains(" is in " + file));
    String first = token();

    // Whatever looks at the URL beforehand.
    assertThat(send("GET /login?token=" + first, "").text()).contains(first);
    HttpReply in = login(first);

    assertThat(in.status()).isEqualTo(303);
    assertThat(send("GET /", "", session(in)).status()).isEqualTo(200);
    assertThat(login(first).status()).isEqualTo(403);
    assertThat(token()).isNotEqualTo(first);
    String second = token();
    assertThat(login(second).status()).isEqualTo(303);
    Await.until(
        "the log has heard of it",
        () -> sekisho.stdout().lines().stream().anyMatch(line -> line.contains("failed login of")));
    assertThat(sekisho.stdout().lines())
        .noneMatch(line -> line.contains(first) || line.contains(second));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/../sekisho.schema.json",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/sekisho.schema.json",
        "/assets/..%2f..%2fapplication.properties",
        "/assets/%2fetc/passwd",
        "/assets//etc/passwd",
        "/assets/.",
        "/assets/",
        "/assets/a%00.css",
        "/assets/..\\..\\x",
      })
  void no_other_file_is_an_asset(String target) throws IOException {
    HttpReply reply = send("GET " + target, "");

    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.text()).doesNotContain("root:", "\"$schema\"", "quarkus");
  }

  @Test
  void what_was_told_is_taken_back_when_it_stops() throws IOException {
    Path runtime = Files.createDirectory(folder.resolve("run"));
    Path there = runtime.resolve("ui-login");
    try (SekishoProcess other =
        SekishoProcess.of(config).environment("RUNTIME_DIRECTORY", runtime.toString()).start()) {
      assertThat(there).isRegularFile();

      other.terminate();

      assertThat(other.awaitExit()).isZero();
      assertThat(runtime).isEmptyDirectory();
    }
  }

  @Test
  void a_port_that_is_taken_is_named_on_one_line() throws IOException {
    String taken = "127.0.0.1:" + url().getPort();
    Path second =
        ConfigFile.of(
                CONFIG.replace(
                    "\"ui\": { \"listen\": \"127.0.0.1:0\"",
                    "\"ui\": { \"listen\": \"" + taken + "\""))
            .in(Files.createDirectory(folder.resolve("second")));

    var result = SekishoProgram.run("run", second.toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.stderr().lines().toList())
        .isEqualTo(
            List.of(
                "sekisho: cannot listen on "
                    + taken
                    + " for the admin UI (ui.listen): Address already in use"));
  }
}
