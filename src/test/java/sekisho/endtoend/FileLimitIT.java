package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.NamedServer;
import sekisho.testing.ProcessUsage;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
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
            "routing": { "default": { {{default}} } }
          },
          "http": { "routes": [{{routes}}] }
        }
      }
      """;

  /** More than there are files: the kernel refuses first. */
  private static final String UNLIMITED = "\"max_connections\": 100000,";

  private static final int FILES = 256;
  private static final int CLIENTS = 1000;

  /** What the JVM may have open now and then. */
  private static final long SPARE_FILES = 8;

  private static final Duration WATCHED = Duration.ofSeconds(3);

  // Two loops that spin would use 6 s of it; retries now and then use next to nothing.
  private static final Duration MAX_CPU = Duration.ofMillis(600);

  @TempDir Path folder;

  @Test
  void a_thousand_clients_at_the_kernels_limit_neither_spin_nor_crash_and_it_recovers()
      throws Exception {
    survivesAThousandClients(UNLIMITED, "", FILES);
  }

  @Test
  void
      a_thousand_clients_of_which_each_wants_an_upstream_too_neither_spin_nor_crash_and_it_recovers()
          throws Exception {
    survivesAThousandClients(UNLIMITED, "not TLS", FILES);
  }

  @Test
  void a_thousand_clients_with_default_settings_neither_spin_nor_crash_and_it_recovers()
      throws Exception {
    // An eighth of the files, since the program needs most of so few for itself.
    survivesAThousandClients("", "", FILES / 8);
  }

  @Test
  void a_request_whose_upstream_cannot_be_dialled_is_503_and_it_recovers() throws Exception {
    List<SocketChannel> holders = new ArrayList<>();
    try (RawOrigin origin = RawOrigin.answering(RawOrigin.ok("served"));
        SekishoProcess sekisho = startHttp(origin);
        RawTlsClient client =
            RawTlsClient.of(TlsCertificates.credulousContext()).connect(sekisho.address())) {
      for (int i = 0; i < FILES; i++) {
        holders.add(SocketChannel.open(sekisho.address()));
      }
      sekisho.stdout().await("the limit", line -> line.contains("Too many open files"));

      HttpReply refused = RawRequest.send(client, "GET / HTTP/1.1", "Host: any.example");
      for (SocketChannel holder : holders) {
        holder.close();
      }
      ProcessUsage usage = sekisho.usage();
      Await.until("descriptors are free again", () -> usage.openFiles() < FILES / 2);
      HttpReply served = RawRequest.send(client, "GET / HTTP/1.1", "Host: any.example");

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("file_limit");
      assertThat(served.text()).isEqualTo("served");
    }
  }

  /**
   * @param word what each client says at once
   * @param connections how many files are used up by clients, if there are so many
   */
  private void survivesAThousandClients(String settings, String word, int connections)
      throws Exception {
    List<SocketChannel> clients = new ArrayList<>();
    try (NamedServer upstream = NamedServer.named("served");
        SekishoProcess sekisho = start(upstream, settings)) {
      assertThat(greeting(sekisho.address())).isEqualTo("served");
      ProcessUsage usage = sekisho.usage();
      long atRest = Await.settled("the first client is gone", usage::openFiles);

      for (int i = 0; i < CLIENTS; i++) {
        // The kernel completes it, whether or not it will ever be accepted.
        SocketChannel client = SocketChannel.open(sekisho.address());
        clients.add(client);
        client.write(ByteBuffer.wrap(word.getBytes(US_ASCII)));
      }
      assertThat(Await.settled("no more is accepted", usage::openFiles))
          .isBetween(
              Math.min(FILES, atRest + connections) - SPARE_FILES,
              Math.min(FILES, atRest + connections + SPARE_FILES));
      Duration before = usage.cpuTime();
      Await.passing(WATCHED);
      Duration used = usage.cpuTime().minus(before);

      assertThat(sekisho.isAlive()).isTrue();
      assertThat(used).isLessThan(MAX_CPU);

      for (SocketChannel client : clients) {
        client.close();
      }
      // Those who left are still in the queue before the next client, and take a descriptor each in
      // passing.
      Await.until("clients are served again", () -> isServed(sekisho.address()));
      Await.until("no descriptor is lost", () -> usage.openFiles() <= atRest + SPARE_FILES);
      assertThat(sekisho.stdout().lines()).hasSizeLessThan(CLIENTS / 4);
    }
  }

  private static boolean isServed(InetSocketAddress address) {
    try {
      return greeting(address).equals("served");
    } catch (IOException e) {
      return false;
    }
  }

  /** What a client is told, that asks with bytes that are not TLS. */
  private static String greeting(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write('?');
      return new String(socket.getInputStream().readNBytes("served".length()), US_ASCII);
    }
  }

  private SekishoProcess start(NamedServer upstream, String settings) {
    return start(
        settings, "\"mode\": \"transparent\", \"upstream\": \"" + upstream.address() + "\"", "");
  }

  private SekishoProcess startHttp(RawOrigin origin) {
    return start(
        UNLIMITED,
        "\"mode\": \"tls_terminate\", \"handler\": \"http\"",
        "{ \"path_prefix\": \"/\", \"upstream\": \"" + origin.url() + "\" }");
  }

  private SekishoProcess start(String settings, String byDefault, String routes) {
    Path config =
        ConfigFile.of(CONFIG)
            .with(TlsCertificates.in(folder).ecdsa("any", "DNS:any.example"))
            .with("settings", settings)
            .with("default", byDefault)
            .with("routes", routes)
            .in(folder);
    return SekishoProcess.of(config).fileLimit(FILES).start();
  }
}
