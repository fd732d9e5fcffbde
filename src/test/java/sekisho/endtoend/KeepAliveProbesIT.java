package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.KernelSocket;
import sekisho.testing.NamedServer;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** TCP keep-alive on every socket of the data path, as the kernel tells it. */
class KeepAliveProbesIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": {
              "default": { "mode": "transparent", "upstream": "{{named}}" },
              "sni": [
                { "server_name": "http.example.com", "mode": "tls_terminate", "handler": "http" }
              ]
            }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }] }
        }
      }
      """;

  /** Product contract. The kernel's own default is two hours. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** Nobody waits that long here: it is the first probe that is due, not one after it. */
  private static final Duration BETWEEN_PROBES = Duration.ofSeconds(15);

  @TempDir static Path folder;
  @AutoClose static NamedServer named = NamedServer.named("named");
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("http", "DNS:http.example.com"))
                .with("named", named.address())
                .with("origin", origin.url())
                .in(folder));
  }

  @Test
  void the_client_and_the_http_upstream_are_probed_after_a_minute() throws IOException {
    try (RawTlsClient client =
        RawTlsClient.of(certificates.trustingContext())
            .sni("http.example.com")
            .connect(sekisho.address())) {
      HttpReply reply = RawRequest.send(client, "GET / HTTP/1.1", "Host: http.example.com");

      assertThat(reply.text()).isEqualTo("ok");
      assertProbed(() -> KernelSocket.connectedTo(origin.port()));
      assertProbed(() -> KernelSocket.acceptedAt(sekisho.port()));
    }
  }

  @Test
  void the_client_and_the_upstream_of_a_relay_are_probed_after_a_minute() throws IOException {
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      client.write("not TLS");
      client.readExactly("named".length());

      assertProbed(() -> KernelSocket.connectedTo(named.port()));
      assertProbed(() -> KernelSocket.acceptedAt(sekisho.port()));
    }
  }

  /** While something is on its way the kernel waits for that. */
  private static void assertProbed(Supplier<List<KernelSocket>> sockets) {
    KernelSocket probed =
        Await.present(
            "a timer of keep-alive",
            () ->
                sockets.get().stream()
                    .filter(socket -> socket.timer() == KernelSocket.Timer.KEEP_ALIVE)
                    .findFirst());
    assertThat(probed.expiresIn()).isBetween(IDLE.minus(BETWEEN_PROBES), IDLE);
  }
}
