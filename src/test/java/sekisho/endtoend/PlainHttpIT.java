package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.ReservedPort;
import sekisho.testing.SekishoProcess;
import sekisho.testing.SekishoProgram;
import sekisho.testing.TlsCertificates;
import sekisho.testing.Tools;

/** {@code http_listen}: who comes without TLS is sent to where there is TLS. */
class PlainHttpIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:{{port}}"],
          "http_listen": ["{{plain}}", "[::1]:0"],
          "max_connections": {{max}},
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": { "sni": [
              { "server_name": "a.example.com", "mode": "tls_terminate", "handler": "http" }
            ] }
          },
          "http": {
            "access_log": { "format": "json", "path": "stdout" },
            "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }]
          }
        },
        "shutdown_timeout_secs": 600
      }
      """;

  @TempDir Path folder;
  @AutoClose private final ReservedPort port = ReservedPort.loopback();
  @AutoClose private final RawOrigin origin = RawOrigin.answering(RawOrigin.ok("over TLS"));
  @AutoClose private SekishoProcess sekisho;
  private TlsCertificates certificates;

  @BeforeEach
  void makeCertificates() {
    certificates = TlsCertificates.in(folder);
  }

  private void start(int maxConnections) {
    sekisho = SekishoProcess.run(config("127.0.0.1:0", maxConnections));
  }

  private Path config(String plain, int maxConnections) {
    return ConfigFile.of(CONFIG)
        .with(certificates.ecdsa("a", "DNS:a.example.com"))
        .with("port", port.number())
        .with("plain", plain)
        .with("max", maxConnections)
        .with("origin", origin.url())
        .in(folder);
  }

  @Test
  void curl_follows_to_the_same_target_over_tls_with_the_same_method() {
    start(0);
    InetSocketAddress plain = sekisho.plainAddress();

    Command.Result result =
        Command.run(
            Tools.require("curl").toString(),
            "--silent",
            "--show-error",
            "--location",
            "--noproxy",
            "*",
            "--cacert",
            certificates.authority().toString(),
            "--resolve",
            "a.example.com:" + plain.getPort() + ":127.0.0.1",
            "--resolve",
            "a.example.com:" + port.number() + ":127.0.0.1",
            "--request",
            "PUT",
            "http://a.example.com:" + plain.getPort() + "/x%2Fy?q=1");

    assertThat(result.stdout()).isEqualTo("over TLS");
    assertThat(origin.requests())
        .singleElement()
        .extracting(RawOrigin.Request::line)
        .isEqualTo("PUT /x%2Fy?q=1 HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({"a.example.com, 308,", "b.example.com, 421, misdirected_request"})
  void each_request_has_its_line_in_the_access_log(String host, int status, String reason)
      throws IOException {
    start(0);
    try (RawConnection client = RawConnection.to(sekisho.plainAddress())) {
      client.write(RawRequest.of("GET /logged?q=1 HTTP/1.1", "Host: " + host));

      assertThat(HttpReply.read(client.in()).status()).isEqualTo(status);
    }
    JsonNode line = sekisho.accessLog().await("/logged");
    assertThat(line.path("status").asInt()).isEqualTo(status);
    assertThat(line.path("host").asText()).isEqualTo(host);
    assertThat(line.path("client").asText()).isEqualTo("127.0.0.1");
    assertThat(line.path("reason").asText(null)).isEqualTo(reason);
    assertThat(line.has("tls")).isFalse();
    assertThat(line.has("upstream")).isFalse();
  }

  @Test
  void both_ports_share_what_max_connections_allows() throws IOException {
    start(2);
    try (RawConnection first = RawConnection.to(sekisho.plainAddress());
        RawConnection second = RawConnection.to(sekisho.address())) {
      ask(first);
      second.write(new byte[] {0x16});
      try (RawConnection third = RawConnection.to(sekisho.plainAddress())) {
        third.write(RawRequest.of("GET /third HTTP/1.1", "Host: a.example.com"));
        first.close();

        assertThat(HttpReply.read(third.in()).status()).isEqualTo(308);
      }
    }
    assertThat(sekisho.stdout().lines())
        .anyMatch(line -> line.contains("as many as max_connections allows"));
  }

  @Test
  void a_stop_ends_connections_that_rest_and_waits_for_none() throws IOException {
    start(0);
    try (RawConnection client = RawConnection.to(sekisho.plainAddress())) {
      ask(client);

      sekisho.terminate();

      Ending ending = client.readToEnd();
      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
    assertThat(sekisho.awaitExit()).isZero();
  }

  @Test
  void a_port_that_is_taken_is_exit_code_3_and_one_line_that_says_which() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      Command.Result result = SekishoProgram.run("run", config(address, 0).toString());

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.lines())
          .filteredOn(line -> line.contains("cannot listen on " + address + " for plain HTTP: "))
          .hasSize(1);
    }
  }

  private static void ask(RawConnection client) throws IOException {
    client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
    assertThat(HttpReply.read(client.in()).status()).isEqualTo(308);
  }
}
