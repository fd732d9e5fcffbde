package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.SekishoProgram;
import sekisho.testing.TlsCertificates;

class CommandLineIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["{{listen}}"],
          "tls": {
            "mode": "manual",
            "certificate": "{{certificate}}",
            "private_key": "{{key}}",
            "routing": { "default": { "mode": "transparent", "upstream": "127.0.0.1:1" } }
          }
        }
      }
      """;

  @TempDir static Path folder;
  static TlsCertificates.Pair pair;
  static TlsCertificates.Pair other;

  @BeforeAll
  static void makeCertificates() {
    TlsCertificates certificates = TlsCertificates.in(folder);
    pair = certificates.ecdsa("pair", "DNS:a.example.com");
    other = certificates.ecdsa("other", "DNS:a.example.com");
  }

  @Test
  void check_passes_a_good_file() {
    Command.Result result = SekishoProgram.run("check", file("127.0.0.1:0", pair).toString());

    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  @Test
  void check_says_in_words_what_each_limit_does() throws IOException {
    Path limited =
        Files.writeString(
            folder.resolve("limited.jsonc"),
            """
            {
              "proxy": {
                "listen": ["127.0.0.1:0"],
                "tls": {
                  "mode": "self_signed",
                  "routing": {
                    "default": { "mode": "tls_terminate", "handler": "http",
                      "connection_limit": { "max": 5 }, "reject_with": "reset" }
                  }
                },
                "http": {
                  "rate_limit": { "requests_per_second": 100, "burst": 200 },
                  "routes": [
                    { "path": "/a", "upstream": "http://127.0.0.1:1" },
                    { "path": "/b", "upstream": "http://127.0.0.1:1",
                      "connection_limit": { "max": 1, "key": "global", "dry_run": true } }
                  ]
                }
              }
            }
            """);

    Command.Result result = SekishoProgram.run("check", limited.toString());

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.stdout().lines())
        .containsExactly(
            limited
                + ":8:11: proxy.tls.routing.default.connection_limit:"
                + " 5 connections per client address (IPv6 by /64); else reset",
            limited
                + ":12:7: proxy.http.rate_limit:"
                + " 200 at once, then one every 10 ms, per client address (IPv6 by /64); else 429",
            limited
                + ":16:11: proxy.http.routes[1].connection_limit:"
                + " 1 request in flight in all; a dry run: nothing is refused",
            limited + ": the configuration is fine");
  }

  @Test
  void check_prints_every_problem_with_its_place() throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("broken.jsonc"),
            """
            {
              "proxy": {
                "listen": ["127.0.0.1:0"],
                "tls": {
                  "mode": "self_signed",
                  "handshake_timeout_secs": "ten",
                  "routing": { "default": { "mode": "rejected" } }
                },
                "htp": {}
              }
            }
            """);

    Command.Result result = SekishoProgram.run("check", broken.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.lines())
        .anyMatch(line ->
            line.matches(".*broken\\.jsonc:6:\\d+: proxy\\.tls\\.handshake_timeout_secs: .+"))
        .anyMatch(line ->
            line.matches(".*broken\\.jsonc:7:\\d+: proxy\\.tls\\.routing\\.default\\.mode: .+"))
        .anyMatch(line -> line.matches(".*broken\\.jsonc:9:\\d+: .*htp.*http.*"));
    assertNoStackTrace(result);
  }

  @Test
  void check_refuses_a_key_that_does_not_match_its_certificate() {
    Path config =
        file("127.0.0.1:0", new TlsCertificates.Pair(pair.certificate(), other.privateKey()));

    Command.Result checked = SekishoProgram.run("check", config.toString());
    Command.Result run = SekishoProgram.run("run", config.toString());

    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.lines()).anyMatch(line -> line.contains("other.key"));
    assertThat(run.exitCode()).isIn(1, 3);
    assertOneLine(run, "other.key");
  }

  @Test
  void a_key_that_is_missing_is_one_line() {
    Path missing = folder.resolve("missing.key");
    Path config = file("127.0.0.1:0", new TlsCertificates.Pair(pair.certificate(), missing));

    Command.Result checked = SekishoProgram.run("check", config.toString());
    Command.Result run = SekishoProgram.run("run", config.toString());

    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.lines()).anyMatch(line -> line.contains("missing.key"));
    assertThat(run.exitCode()).isIn(1, 3);
    assertOneLine(run, "missing.key");
  }

  @Test
  void a_key_that_is_no_key_is_one_line() throws IOException {
    Path garbage = Files.writeString(folder.resolve("garbage.key"), "not a key\n");
    Path config = file("127.0.0.1:0", new TlsCertificates.Pair(pair.certificate(), garbage));

    Command.Result run = SekishoProgram.run("run", config.toString());

    assertThat(run.exitCode()).isIn(1, 3);
    assertOneLine(run, "garbage.key");
  }

  @Test
  void a_port_that_is_taken_is_exit_code_3_and_one_line() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      Command.Result result = SekishoProgram.run("run", file(address, pair).toString());

      assertThat(result.exitCode()).isEqualTo(3);
      assertOneLine(result, address);
    }
  }

  @Test
  void a_configuration_that_is_missing_is_one_line() {
    Command.Result result = SekishoProgram.run("run", folder.resolve("none.jsonc").toString());

    assertThat(result.exitCode()).isIn(1, 3);
    assertOneLine(result, "none.jsonc");
  }

  @Test
  void version_says_what_runs() {
    Command.Result result = SekishoProgram.run("version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout())
        .containsIgnoringCase("sekisho")
        .contains(Runtime.version().toString().split("\\+")[0])
        .containsIgnoringCase("BoringSSL");
  }

  @Test
  void check_schema_prints_a_json_schema() throws IOException {
    Command.Result result = SekishoProgram.run("check", "--schema");

    assertThat(result.exitCode()).isZero();
    JsonNode schema = new ObjectMapper().readTree(result.stdout());
    assertThat(schema.path("$schema").asText()).contains("json-schema.org");
    assertThat(schema.path("properties").has("proxy")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dance", "run --tango", "check"})
  void wrong_usage_is_exit_code_2(String arguments) {
    Command.Result result = SekishoProgram.run(arguments.split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).isNotBlank();
    assertNoStackTrace(result);
  }

  private static Path file(String listen, TlsCertificates.Pair keys) {
    return ConfigFile.of(CONFIG).with("listen", listen).with(keys).in(folder);
  }

  private static void assertOneLine(Command.Result result, String names) {
    assertThat(result.stderr().lines().filter(line -> line.contains(names))).hasSize(1);
    assertThat(result.stderr().lines()).hasSize(1);
    assertNoStackTrace(result);
  }

  private static void assertNoStackTrace(Command.Result result) {
    assertThat(result.lines()).noneMatch(line -> line.matches("\\s+at .*|.*Exception.*"));
  }
}
