package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.SekishoProgram;

/** {@code sekisho explain} on the command line: what it prints, and its exit codes. */
class ExplainCommandIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["{{listen}}"],
          "tls": {
            "mode": "self_signed",
            "routing": {
              "default": { "mode": "transparent", "upstream": "192.0.2.1:3478" },
              "sni": [
                { "server_name": "http.example.com", "mode": "tls_terminate", "handler": "http" },
                { "server_name": "*.tcp.example.com", "mode": "tls_terminate",
                  "upstream": "10.0.0.1:1935", "proxy_protocol": 2 },
                { "server_name": "old.example.com", "mode": "reject", "reject_with": "alert" }
              ]
            }
          },
          "http": {
            "routes": [
              { "path": "/ws", "type": "websocket", "upstream": "http://127.0.0.1:5000" },
              { "path_prefix": "/api", "upstream": "http://127.0.0.1:3000/v1/" }
            ]
          }
        }
      }
      """;

  @TempDir static Path folder;
  private static Path config;

  @BeforeAll
  static void write() {
    config = ConfigFile.of(CONFIG).with("listen", "127.0.0.1:0").in(folder);
  }

  @Test
  void each_step_of_a_request_is_told_with_the_line_that_decided_it() {
    Command.Result result = explain("--sni", "http.example.com", "--path", "/api/x?q");

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.stdout().lines())
        .contains(
            "connection",
            "certificate",
            "request",
            "upstream",
            "request to the upstream",
            "bounds",
            "response",
            "  HTTP route       longest prefix: /api  [" + config + ":19]",
            "  field  Host: 127.0.0.1:3000  [" + config + ":19]",
            "  field  X-Forwarded-Host: http.example.com",
            "  handshake_timeout_secs  10 s  [default]")
        .last()
        .isEqualTo("=> goes to http://127.0.0.1:3000/v1/x?q by the route at " + config + ":19");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --sni a.tcp.example.com | => relayed to 10.0.0.1:1935
          --sni other.example | => relayed to 192.0.2.1:3478
          --client 203.0.113.1 | => relayed to 192.0.2.1:3478
          --sni old.example.com | => the connection is refused: sni_rejected (alert: the TLS alert unrecognized_name (112), then closed)
          --sni http.example.com --alpn h2,h3 | => the connection is refused: tls_alpn (the TLS alert no_application_protocol (120), then closed)
          --sni http.example.com | => the proxy answers 404 no_route
          --sni http.example.com --host other | => the proxy answers 421 misdirected_request
          --sni http.example.com --path /ws | => the proxy answers 426 upgrade_required
          --sni http.example.com --path /api --method TRACE | => the proxy answers 405 method_not_allowed
          """)
  void what_comes_of_it_is_the_last_line(String arguments, String last) {
    Command.Result result = explain(arguments.split(" "));

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.stdout().lines()).last().isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --sni 192.0.2.1 | => the connection is refused: hello_malformed (drop: closed without a byte)
          --sni http.example.com --path /api/../../x | => the proxy answers 400 bad_request_path
          """)
  void a_question_that_is_wrong_is_exit_code_1(String arguments, String last) {
    Command.Result result = explain(arguments.split(" "));

    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(result.stdout().lines()).last().isEqualTo(last);
  }

  @Test
  void a_header_makes_it_a_request_for_web_socket() {
    Command.Result result =
        explain(
            "--sni",
            "http.example.com",
            "--path",
            "/ws",
            "--header",
            "Upgrade: websocket",
            "--header",
            "Connection: Upgrade");

    assertThat(result.stdout().lines())
        .last()
        .isEqualTo("=> goes to http://127.0.0.1:5000/ws by the route at " + config + ":18");
  }

  @Test
  void a_wrong_configuration_has_the_problems_that_check_finds() throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("broken.jsonc"),
            """
            { "proxy": { "listen": ["127.0.0.1:0"],
              "tls": { "mode": "self_signed", "routing": { "default": { "mode": "none" } } },
              "htp": {} } }
            """);

    Command.Result explained =
        SekishoProgram.run("explain", broken.toString(), "--sni", "a.example");
    Command.Result checked = SekishoProgram.run("check", broken.toString());

    assertThat(explained.exitCode()).isEqualTo(1);
    assertThat(explained.stdout()).isEqualTo(checked.stdout()).contains("broken.jsonc:3:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--client;localhost", "--path;/\n/", "--sni", "--tango;a"})
  void wrong_usage_is_exit_code_2(String arguments) {
    Command.Result result = explain(arguments.split(";"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).contains("Usage: sekisho explain");
    assertThat(result.stdout()).isEmpty();
  }

  @Test
  void a_file_must_be_named() {
    assertThat(SekishoProgram.run("explain", "--sni", "a.example").exitCode()).isEqualTo(2);
  }

  @Test
  void nothing_is_started() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Path busy =
          ConfigFile.of(CONFIG).with("listen", "127.0.0.1:" + taken.getLocalPort()).in(folder);

      Command.Result result = SekishoProgram.run("explain", busy.toString());

      assertThat(result.exitCode()).as("%s", result).isZero();
    }
  }

  private static Command.Result explain(String... arguments) {
    List<String> all = new ArrayList<>(List.of("explain", config.toString()));
    all.addAll(List.of(arguments));
    return SekishoProgram.run(all.toArray(String[]::new));
  }
}
