package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.NamedServer;
import sekisho.testing.PeakMemory;
import sekisho.testing.RawConnection;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** Clients that begin and do not go on cost little (trap 37). */
class HandshakeFloodIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "handshake_timeout_secs": 600,
            "routing": {
              "default": { "mode": "transparent", "upstream": "{{upstream}}" },
              "sni": [
                { "server_name": "ended.example.com", "mode": "tls_terminate", "upstream": "{{upstream}}" }
              ]
            }
          }
        }
      }
      """;
  private static final int CLIENTS = 2000;
  private static final long MAX_BYTES_PER_CLIENT = 16 << 10;

  @TempDir Path folder;

  @Test
  void incomplete_hellos_make_no_upstream_connection_and_hold_no_big_buffers() throws Exception {
    byte[] hello = ClientHelloBytes.ofJdk("ended.example.com");
    List<RawConnection> clients = new ArrayList<>();
    try (NamedServer upstream = NamedServer.named("upstream");
        SekishoProcess sekisho = start(upstream);
        PeakMemory memory = PeakMemory.of(sekisho.usage())) {
      // What a start does last reads files, too.
      long files = Await.settled("it has started", () -> sekisho.usage().openFiles());
      for (int i = 0; i < CLIENTS; i++) {
        RawConnection client = RawConnection.to(sekisho.address());
        clients.add(client);
        client.write(hello, 0, hello.length - 1);
      }
      Await.until("all are accepted", () -> sekisho.usage().openFiles() >= files + CLIENTS);
      Await.settled("all is read", () -> sekisho.usage().cpuTime().toMillis());

      assertThat(upstream.connections()).isZero();
      assertThat(memory.growthBytes()).isLessThan(CLIENTS * MAX_BYTES_PER_CLIENT);
    } finally {
      for (RawConnection client : clients) {
        close(client);
      }
    }
  }

  @Test
  void hellos_without_the_rest_of_the_handshake_make_no_upstream_connection() throws Exception {
    try (NamedServer upstream = NamedServer.named("upstream");
        SekishoProcess sekisho = start(upstream);
        RawConnection client = RawConnection.to(sekisho.address())) {
      client.write(ClientHelloBytes.ofJdk("ended.example.com"));
      client.readExactly(5); // Our side of the handshake is under way.

      assertThat(upstream.connections()).isZero();
    }
  }

  private static void close(RawConnection client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private SekishoProcess start(NamedServer upstream) {
    Path config =
        ConfigFile.of(CONFIG)
            .with(TlsCertificates.in(folder).ecdsa("any", "DNS:ended.example.com"))
            .with("upstream", upstream.address())
            .in(folder);
    return SekishoProcess.of(config).start();
  }
}
