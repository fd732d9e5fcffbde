package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.NodeScript;
import sekisho.testing.SekishoProcess;
import sekisho.testing.SekishoProgram;
import sekisho.testing.TlsCertificates;
import sekisho.testing.Tools;

/** The admin server of the packaged program with TLS, a user, a token, and a UI elsewhere. */
class RemoteAdminIT {
  private static final String PASSWORD = "correct horse battery";
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

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
        "ui": {
          "listen": "0.0.0.0:0",
          "auth": {
            "users": [{ "name": "admin", "password_hash": "{{hash}}" }],
            "token": "${UI_TOKEN}"
          },
          "tls": { "certificate": "{{certificate}}", "private_key": "{{key}}" },
          "remote_url": "https://localhost:{{port}}/"
        }
      }
      """;

  @TempDir Path folder;

  private static String hash() {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "echo \"$0\" | \"$@\"", PASSWORD));
    command.addAll(SekishoProgram.builder("hash-password").command());
    return Command.run(command).mustSucceed().stdout().strip();
  }

  private SekishoProcess start(TlsCertificates certificates, NodeScript site, Path trusted)
      throws IOException {
    Path config =
        ConfigFile.of(CONFIG)
            .with("hash", hash())
            .with(certificates.ecdsa("ui", "IP:127.0.0.1"))
            .with("port", site.port())
            .in(folder);
    return SekishoProcess.of(config)
        .environment("UI_TOKEN", TOKEN)
        .environment("SSL_CERT_FILE", trusted.toString())
        .start();
  }

  private static int port(SekishoProcess sekisho) {
    String line = sekisho.stdout().find(said -> said.contains("admin UI on ")).orElseThrow();
    return URI.create(line.substring(line.indexOf("https://")).strip()).getPort();
  }

  private static String curl(
      SekishoProcess sekisho, TlsCertificates certificates, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.require("curl").toString(),
                "--silent",
                "--show-error",
                "--noproxy",
                "*",
                "--cacert",
                certificates.authority().toString(),
                "--write-out",
                " %{http_code}"));
    command.addAll(List.of(options));
    String last = command.removeLast();
    command.add("https://127.0.0.1:" + port(sekisho) + last);
    Command.Result result = Command.run(command);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout();
  }

  @Test
  void a_site_that_is_verified_serves_who_has_come_in() throws IOException {
    TlsCertificates certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair pair = certificates.ecdsa("site", "DNS:localhost");
    try (NodeScript site =
            NodeScript.serve(
                "websocket-server.js",
                pair.privateKey().toString(),
                pair.certificate().toString());
        SekishoProcess sekisho = start(certificates, site, certificates.authority())) {
      String jar = folder.resolve("cookies").toString();

      assertThat(curl(sekisho, certificates, "/page")).endsWith(" 303");
      assertThat(
              curl(
                  sekisho,
                  certificates,
                  "-c",
                  jar,
                  "--data-urlencode",
                  "user=admin",
                  "--data-urlencode",
                  "password=" + PASSWORD,
                  "/login"))
          .endsWith(" 303");
      assertThat(curl(sekisho, certificates, "-b", jar, "/page"))
          .isEqualTo("upgrade=undefined 200");
      assertThat(
              curl(
                  sekisho,
                  certificates,
                  "-H",
                  "Authorization: Bearer " + TOKEN,
                  "--json",
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"version\"}",
                  "/rpc"))
          .contains("\"result\"")
          .endsWith(" 200");
      assertThat(sekisho.stdout().lines())
          .noneMatch(line -> line.contains(PASSWORD) || line.contains(TOKEN));
    }
  }

  @Test
  void a_site_that_is_not_verified_serves_nobody() throws IOException {
    TlsCertificates certificates = TlsCertificates.in(folder);
    TlsCertificates others = TlsCertificates.in(Files.createDirectory(folder.resolve("others")));
    TlsCertificates.Pair pair = others.ecdsa("site", "DNS:localhost");
    try (NodeScript site =
            NodeScript.serve(
                "websocket-server.js",
                pair.privateKey().toString(),
                pair.certificate().toString());
        SekishoProcess sekisho = start(certificates, site, certificates.authority())) {
      assertThat(curl(sekisho, certificates, "-H", "Authorization: Bearer " + TOKEN, "/page"))
          .contains("does not answer", "localhost")
          .endsWith(" 502");
    }
  }
}
