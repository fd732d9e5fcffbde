package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.SekishoProgram;
import sekisho.testing.TlsCertificates;

/** Both logs on a standard output that somebody holds and does not read. */
class BlockedOutputIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": {
            "access_log": { "format": "json", "path": "stdout" },
            "routes": [{ "path_prefix": "/", "upstream": "http://127.0.0.1:{{dead}}" }]
          }
        },
        "log": { "level": "debug" }
      }
      """;

  /** With a path of 1 KB far more than a pipe of 64 KiB takes. */
  private static final int REQUESTS = 300;

  private static final String LISTENING = "listening on 127.0.0.1:";

  @TempDir Path folder;

  @Test
  void traffic_goes_on_when_nobody_reads_what_is_said() throws Exception {
    TlsCertificates certificates = TlsCertificates.in(folder);
    try (ReservedPort dead = ReservedPort.loopback()) {
      Path config =
          ConfigFile.of(CONFIG)
              .with(certificates.ecdsa("blocked", "DNS:a.example.com"))
              .with("dead", dead.number())
              .in(folder);
      Process process =
          SekishoProgram.builder("run", config.toString()).redirectErrorStream(true).start();
      try (RawTlsClient client =
          RawTlsClient.of(certificates.trustingContext())
              .sni("a.example.com")
              .connect(new InetSocketAddress("127.0.0.1", portOf(process.inputReader())))) {
        client.readLimit(Duration.ofSeconds(30));

        for (int i = 0; i < REQUESTS; i++) {
          assertThat(
                  RawRequest.send(
                          client, "GET /" + "x".repeat(1000) + " HTTP/1.1", "Host: a.example.com")
                      .status())
              .isEqualTo(502);
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** Reads until it is ready, and no further. */
  private static int portOf(BufferedReader said) throws IOException {
    int port = 0;
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      int at = line.indexOf(LISTENING);
      if (at >= 0) {
        port = Integer.parseInt(line.substring(at + LISTENING.length()));
      }
      if (line.endsWith(" ready")) {
        return port;
      }
    }
    throw new AssertionError("it has ended");
  }
}
