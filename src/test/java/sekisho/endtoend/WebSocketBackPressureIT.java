package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.Handshake.SWITCH;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Payload;
import sekisho.testing.PeakMemory;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/** Trap 24: a reader that does not read stops its sender, and the proxy does not grow. */
class WebSocketBackPressureIT {
  private static final int MIB = 1 << 20;
  private static final int TUNNELS = 16;

  /** For each tunnel; more than the kernels along the way take while nobody reads. */
  private static final int SIZE = 64 * MIB;

  /** For all tunnels: a MiB each, and what the JVM grows by for reasons of its own. */
  private static final long MAX_GROWTH = (TUNNELS + 48L) * MIB;

  @TempDir static Path folder;
  @AutoClose static SwitchingOrigin origin = new SwitchingOrigin();
  @AutoClose static HttpFixture proxy;

  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Void> readNow = new CompletableFuture<>();

  @BeforeAll
  static void start() throws IOException {
    proxy =
        HttpFixture.startForMeasuring(
            folder,
            "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"" + origin.url() + "\" }]");
    // The way is gone once, so that what is measured is tunnels and not first use.
    origin.on("/warm", c -> RawServer.echo(c.write(SWITCH)));
    try (RawTlsClient client = Handshake.open(proxy, "/warm")) {
      Handshake.read(client.write("w".repeat(16000)), 16000);
    }
  }

  @Test
  void clients_that_do_not_read_stop_their_upstreams() throws Exception {
    origin.on(
        "/down",
        c -> {
          c.write(SWITCH);
          Payload.write(SIZE, counting(c::write));
        });
    List<RawTlsClient> clients = new ArrayList<>();
    try (PeakMemory memory = PeakMemory.of(proxy.sekisho().usage())) {
      for (int i = 0; i < TUNNELS; i++) {
        clients.add(Handshake.open(proxy, "/down"));
      }
      long stopped = Await.settled("the upstreams have stopped", sent::get);

      assertThat(stopped).isLessThan((long) TUNNELS * SIZE / 2);
      assertThat(memory.growthBytes()).isLessThan(MAX_GROWTH);
      new Payload.Check().readThrough(SIZE, clients.getFirst().in()::read);
    } finally {
      for (RawTlsClient client : clients) {
        client.reset();
      }
    }
  }

  @Test
  void upstreams_that_do_not_read_stop_their_clients() throws Exception {
    CountDownLatch received = new CountDownLatch(TUNNELS);
    origin.on(
        "/up",
        c -> {
          c.write(SWITCH);
          readNow.join();
          new Payload.Check().readThrough(SIZE, c::read);
          received.countDown();
        });
    List<RawTlsClient> clients = new ArrayList<>();
    try (PeakMemory memory = PeakMemory.of(proxy.sekisho().usage())) {
      for (int i = 0; i < TUNNELS; i++) {
        RawTlsClient client = Handshake.open(proxy, "/up");
        clients.add(client);
        Thread.startVirtualThread(() -> send(client));
      }
      long stopped = Await.settled("the clients have stopped", sent::get);

      assertThat(stopped).isLessThan((long) TUNNELS * SIZE / 2);
      assertThat(memory.growthBytes()).isLessThan(MAX_GROWTH);
      readNow.complete(null);
      // All of them: what is reset earlier arrives in part.
      received.await();
    } finally {
      for (RawTlsClient client : clients) {
        client.reset();
      }
    }
  }

  private void send(RawTlsClient client) {
    try {
      Payload.write(SIZE, counting(client.out()::write));
    } catch (IOException e) {
      // Reset at the end of the test.
    }
  }

  private Payload.Sink counting(Payload.Sink sink) {
    return (bytes, offset, length) -> {
      sink.write(bytes, offset, length);
      sent.addAndGet(length);
    };
  }
}
