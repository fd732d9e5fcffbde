package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.Scrape;
import sekisho.testing.SekishoProcess;

/** What a scrape costs while ten thousand clients are connected. */
class ManyConnectionsScrapeIT {
  private static final int CONNECTIONS = 10_000;
  private static final Duration LIMIT = Duration.ofMillis(50);

  /** Connections wait for the rest of their hellos all the while. */
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "max_connections": 10000,
          "tls": {
            "mode": "self_signed",
            "handshake_timeout_secs": 600,
            "routing": { "default": { "mode": "transparent", "upstream": "127.0.0.1:1" } }
          }
        },
        "metrics": { "listen": "127.0.0.1:0" }
      }
      """;

  @TempDir Path folder;
  private final List<SocketChannel> clients = new ArrayList<>();

  @AfterEach
  void leave() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
  }

  /**
   * Other tests and builds may have the CPUs meanwhile: so it is a scrape that is fast, not each of
   * them.
   */
  @Test
  void a_scrape_takes_no_longer_than_it_may_with_ten_thousand_connections() throws IOException {
    try (SekishoProcess sekisho = SekishoProcess.of(ConfigFile.of(CONFIG).in(folder)).start()) {
      InetSocketAddress metrics = sekisho.metricsAddress();
      for (int i = 0; i < CONNECTIONS; i++) {
        SocketChannel client = SocketChannel.open(sekisho.address());
        clients.add(client);
        client.write(ByteBuffer.wrap(new byte[] {0x16}));
      }
      Await.until(
          "all are accepted",
          () -> Scrape.of(metrics).value("tls_proxy_connections_active") == CONNECTIONS);

      Await.until("a scrape within " + LIMIT, () -> timeOfScrape(metrics).compareTo(LIMIT) <= 0);

      assertThat(Scrape.of(metrics, "/healthz", "*/*").status()).isEqualTo(200);
    }
  }

  private static Duration timeOfScrape(InetSocketAddress metrics) {
    long before = System.nanoTime();
    assertThat(Scrape.of(metrics).status()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - before);
  }
}
