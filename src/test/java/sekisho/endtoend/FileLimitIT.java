package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.NamedServer;
import sekisho.testing.ProcessUsage;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** Many more clients than file descriptors (trap 29). */
class FileLimitIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          {{settings}}
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "handshake_timeout_secs": 600,
            "routing": { "default": { "mode": "transparent", "upstream": "{{upstream}}" } }
          }
        }
      }
      """;
  private static final int FILES = 256;
  private static final int CLIENTS = 1000;
  private static final Duration WATCHED = Duration.ofSeconds(3);

  // Two loops that spin would use 6 s of it; retries now and then use next to nothing.
  private static final Duration MAX_CPU = Duration.ofMillis(600);

  @TempDir Path folder;

  @Test
  void a_thousand_clients_at_the_kernels_limit_neither_spin_nor_crash_and_it_recovers()
      throws Exception {
    // Accepting is not held back before the kernel refuses.
    survivesAThousandClients("\"max_connections\": 100000,");
  }

  @Test
  void a_thousand_clients_at_our_own_limit_neither_spin_nor_crash_and_it_recovers()
      throws Exception {
    survivesAThousandClients("");
  }

  private void survivesAThousandClients(String settings) throws Exception {
    List<SocketChannel> clients = new ArrayList<>();
    try (NamedServer upstream = NamedServer.named("served");
        SekishoProcess sekisho = start(upstream, settings)) {
      assertThat(greeting(sekisho.address())).isEqualTo("served");

      for (int i = 0; i < CLIENTS; i++) {
        SocketChannel client = SocketChannel.open();
        client.configureBlocking(false);
        client.connect(sekisho.address());
        clients.add(client);
      }
      ProcessUsage usage = sekisho.usage();
      Await.settled("no more is accepted", usage::openFiles);
      assertThat(usage.openFiles()).isLessThanOrEqualTo(FILES);
      Duration before = usage.cpuTime();
      Await.passing(WATCHED);
      Duration used = usage.cpuTime().minus(before);

      assertThat(sekisho.isAlive()).isTrue();
      assertThat(used).isLessThan(MAX_CPU);

      for (SocketChannel client : clients) {
        client.close();
      }
      assertThat(greeting(sekisho.address())).isEqualTo("served");
      assertThat(sekisho.stdout().lines()).hasSizeLessThan(CLIENTS / 4);
    }
  }

  /** What a client is told, that asks with bytes that are not TLS. */
  private static String greeting(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write('?');
      return new String(socket.getInputStream().readNBytes("served".length()));
    }
  }

  private SekishoProcess start(NamedServer upstream, String settings) {
    Path config =
        ConfigFile.of(CONFIG)
            .with(TlsCertificates.in(folder).ecdsa("any", "DNS:any.example"))
            .with("settings", settings)
            .with("upstream", upstream.address())
            .in(folder);
    return SekishoProcess.of(config).fileLimit(FILES).start();
  }
}
