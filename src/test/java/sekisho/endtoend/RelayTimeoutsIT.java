package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

class RelayTimeoutsIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "relay_idle_timeout_secs": {{idle}},
          "half_close_timeout_secs": {{halfClose}},
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": { "default": { "mode": "transparent", "upstream": "{{upstream}}" } }
          }
        }
      }
      """;

  @TempDir Path folder;

  // 26
  @Test
  void a_half_closed_relay_without_progress_is_closed() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    try (RawServer upstream = RawServer.start(c -> hold(c, received));
        SekishoProcess sekisho = start(upstream, 0, 1);
        RawConnection client = RawConnection.to(sekisho.address())) {
      client.write("half").finish();

      // The upstream has the end of this direction and never ends the other.
      assertThat(received.get().text()).isEqualTo("half");
      assertThat(client.readToEnd().bytes()).isEmpty();
    }
  }

  @Test
  void a_relay_without_a_byte_in_either_direction_is_closed() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    try (RawServer upstream = RawServer.start(c -> hold(c, received));
        SekishoProcess sekisho = start(upstream, 1, 60);
        RawConnection client = RawConnection.to(sekisho.address())) {
      client.write("idle");

      assertThat(client.readToEnd().bytes()).isEmpty();
      assertThat(received.get().text()).isEqualTo("idle");
    }
  }

  private static void hold(RawConnection connection, CompletableFuture<Ending> received)
      throws IOException, InterruptedException {
    received.complete(connection.readToEnd());
    Thread.currentThread().join(); // Until the test ends: this side stays open.
  }

  private SekishoProcess start(RawServer upstream, int idle, int halfClose) {
    return SekishoProcess.run(
        ConfigFile.of(CONFIG)
            .with(TlsCertificates.in(folder).ecdsa("any", "DNS:any.example"))
            .with("upstream", upstream.address())
            .with("idle", idle)
            .with("halfClose", halfClose)
            .in(folder));
  }
}
