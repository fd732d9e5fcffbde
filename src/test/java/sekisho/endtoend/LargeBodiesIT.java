package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.Payload;
import sekisho.testing.PeakMemory;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * Bodies much larger than the heap, each to a reader that first stops reading: the sender has to
 * stop too, every byte has to arrive, and the proxy may not grow.
 */
@Tag("alone")
class LargeBodiesIT {
  private static final Logger LOG = Logger.getLogger(LargeBodiesIT.class);
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": {
              "sni": [
                { "server_name": "passed.example.com", "mode": "transparent", "upstream": "{{upstream}}" },
                { "server_name": "ended.example.com", "mode": "tls_terminate", "upstream": "{{upstream}}" },
                { "server_name": "http.example.com", "mode": "tls_terminate", "handler": "http" }
              ]
            }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "http://{{upstream}}" }] }
        }
      }
      """;
  private static final long MIB = 1 << 20;
  private static final long SIZE = Long.getLong("sekisho.body.mib", 1024) * MIB;
  private static final long MAX_GROWTH = 64 * MIB;

  // What the kernel's socket buffers along the way may hold while nobody reads (tcp(7): tcp_rmem
  // and tcp_wmem allow 4 to 6 MiB for each of the four sockets), and then some.
  private static final long MAX_IN_FLIGHT = 48 * MIB;
  private static final int FIRST_BYTES = 64 << 10;

  @TempDir static Path folder;

  /** What the upstream does with its next connection. */
  private static final LinkedBlockingQueue<RawServer.Script> SCRIPTS = new LinkedBlockingQueue<>();

  @AutoClose static RawServer upstream = RawServer.start(c -> SCRIPTS.take().play(c));
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() throws Exception {
    certificates = TlsCertificates.in(folder);
    Path config =
        ConfigFile.of(CONFIG)
            .with(certificates.ecdsa("any", "DNS:*.example.com"))
            .with("upstream", upstream.address())
            .in(folder);
    sekisho = SekishoProcess.of(config).start();
    // Each way is gone once, so that what is measured is bodies and not first use.
    long little = 8 * MIB;
    downThroughHttp(little);
    upThroughHttp(little);
    down(ended(), little);
    up(ended(), little);
    down(passed(), little);
    up(passed(), little);
  }

  @Test
  void down_through_http() throws Exception {
    withinMemory("down through http", () -> downThroughHttp(SIZE));
  }

  @Test
  void up_through_http() throws Exception {
    withinMemory("up through http", () -> upThroughHttp(SIZE));
  }

  @Test
  void down_through_a_relay_that_ends_tls() throws Exception {
    withinMemory("down through a relay that ends tls", () -> down(ended(), SIZE));
  }

  @Test
  void up_through_a_relay_that_ends_tls() throws Exception {
    withinMemory("up through a relay that ends tls", () -> up(ended(), SIZE));
  }

  @Test
  void down_through_a_transparent_relay() throws Exception {
    withinMemory("down through a transparent relay", () -> down(passed(), SIZE));
  }

  @Test
  void up_through_a_transparent_relay() throws Exception {
    withinMemory("up through a transparent relay", () -> up(passed(), SIZE));
  }

  /** A transfer, as a test or a warm-up. */
  @FunctionalInterface
  private interface Transfer {
    void run() throws Exception;
  }

  /** Says how much it grew, so that the number can be told. */
  private static void withinMemory(String way, Transfer transfer) throws Exception {
    try (PeakMemory memory = PeakMemory.of(sekisho.usage())) {
      transfer.run();

      long growth = memory.growthBytes();
      LOG.infof(
          "%s: %d MiB of body, resident memory grew by %.1f MiB",
          way, SIZE / MIB, 1.0 * growth / MIB);
      assertThat(growth).isLessThanOrEqualTo(MAX_GROWTH);
    }
  }

  /** A client connection of any kind, and what its upstream reads before the payload. */
  private record Client(
      Payload.Source source, Payload.Sink sink, AutoCloseable connection, int prefix)
      implements AutoCloseable {
    @Override
    public void close() throws Exception {
      connection.close();
    }
  }

  private static Client ended() throws IOException {
    RawTlsClient tls = tls("ended.example.com");
    return new Client(tls.in()::read, tls.out()::write, tls, 0);
  }

  private static Client passed() throws IOException {
    byte[] hello = ClientHelloBytes.ofJdk("passed.example.com");
    RawConnection raw = RawConnection.to(sekisho.address()).write(hello);
    return new Client(raw::read, raw::write, raw, hello.length);
  }

  private static void down(Client client, long size) throws Exception {
    AtomicLong sent = new AtomicLong();
    SCRIPTS.add(connection -> {
      connection.readExactly(client.prefix());
      Payload.write(size, counting(sent, connection::write));
    });
    try (client) {
      readWithAStall(client.source(), size, sent);
    }
  }

  private static void up(Client client, long size) throws Exception {
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Void> received = new CompletableFuture<>();
    SCRIPTS.add(connection -> {
      connection.readExactly(client.prefix());
      settle(received, () -> readWithAStall(connection::read, size, sent));
    });
    try (client) {
      Payload.write(size, counting(sent, client.sink()));
      received.get();
    }
  }

  private static void downThroughHttp(long size) throws Exception {
    AtomicLong sent = new AtomicLong();
    SCRIPTS.add(connection -> {
      connection.readThrough("\r\n\r\n");
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
      Payload.write(size, counting(sent, connection::write));
    });
    try (RawTlsClient client = tls("http.example.com")) {
      client.write("GET / HTTP/1.1\r\nHost: http.example.com\r\n\r\n");
      skipHead(client);
      readWithAStall(client.in()::read, size, sent);
    }
  }

  private static void upThroughHttp(long size) throws Exception {
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Void> received = new CompletableFuture<>();
    SCRIPTS.add(connection -> {
      connection.readThrough("\r\n\r\n");
      settle(received, () -> readWithAStall(connection::read, size, sent));
      connection.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    });
    try (RawTlsClient client = tls("http.example.com")) {
      client.write(
          "POST / HTTP/1.1\r\nHost: http.example.com\r\nContent-Length: " + size + "\r\n\r\n");
      Payload.write(size, counting(sent, client.out()::write));
      received.get();
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(204);
    }
  }

  private static void settle(CompletableFuture<Void> done, Transfer transfer) {
    try {
      transfer.run();
      done.complete(null);
    } catch (Throwable e) {
      done.completeExceptionally(e);
    }
  }

  private static void skipHead(RawTlsClient client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.in().read());
    }
    assertThat(head).startsWith("HTTP/1.1 200 ");
  }

  private static Payload.Sink counting(AtomicLong sent, Payload.Sink sink) {
    return (bytes, offset, length) -> {
      sink.write(bytes, offset, length);
      sent.addAndGet(length);
    };
  }

  /** Reads a little, waits until the sender is stuck, then reads and checks the rest. */
  private static void readWithAStall(Payload.Source source, long size, AtomicLong sent)
      throws IOException {
    Payload.Check check = new Payload.Check();
    check.readThrough(FIRST_BYTES, source);
    long stuckAt = Await.settled("the sender has stopped", sent::get);
    assertThat(stuckAt - check.position()).isLessThan(MAX_IN_FLIGHT);
    check.readThrough(size, source);
    assertThat(check.position()).isEqualTo(size);
  }

  private static RawTlsClient tls(String name) throws IOException {
    return RawTlsClient.of(certificates.trustingContext()).sni(name).connect(sekisho.address());
  }
}
