package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Payload;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/**
 * The end of an upload of known length, which no byte of its own announces: it has to be noticed
 * though the upstream has no room for more when the last piece has been written.
 */
class UploadEndIT {
  /** Small and of one size, so that it is the proxy that fills up. */
  private static final int RECEIVE_BUFFER_BYTES = 16 << 10;

  private static final long ENDLESS_BYTES = 1L << 30;

  /** Less than the piece that fills the upstream's buffer, which is one read of the proxy. */
  private static final long STEP_BYTES = 8 << 10;

  private static final int BODIES = 16;

  @TempDir static Path folder;

  /** Until then the upstream takes nothing. */
  private static final CountDownLatch GO_ON = new CountDownLatch(1);

  @AutoClose
  static RawServer upstream = RawServer.withReceiveBuffer(RECEIVE_BUFFER_BYTES, UploadEndIT::play);

  @AutoClose static HttpFixture proxy;

  private static void play(RawConnection connection) throws IOException, InterruptedException {
    while (true) {
      String head = connection.readThrough("\r\n\r\n");
      if (head.startsWith("POST")) {
        GO_ON.await();
        if (head.contains("/endless")) {
          return;
        }
        new Payload.Check().readThrough(length(head), connection::read);
      }
      connection.write(RawOrigin.ok("all of it"));
    }
  }

  private static long length(String head) {
    return Long.parseLong(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
  }

  @BeforeAll
  static void start() {
    proxy = HttpFixture.startBefore(upstream.address(), folder);
  }

  @Test
  void it_is_noticed_though_the_last_piece_left_no_room() throws Exception {
    long room = room();
    List<Future<?>> uploads = new ArrayList<>();
    AtomicLong sent = new AtomicLong();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < BODIES; i++) {
        long length = room - i * STEP_BYTES;
        uploads.add(clients.submit(() -> upload(length, sent)));
      }
      Await.settled("all that can be sent is sent", sent::get);
      GO_ON.countDown();
    }

    for (Future<?> upload : uploads) {
      upload.get();
    }
  }

  /** What the proxy takes of a body before it has no room for more. */
  private static long room() throws Exception {
    AtomicLong sent = new AtomicLong();
    try (RawTlsClient client = proxy.connect();
        ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
      client.write(head("/endless", ENDLESS_BYTES));
      Future<?> writing = writer.submit(() -> write(client, ENDLESS_BYTES, sent));
      Await.settled("the client has stopped", sent::get);
      client.reset();
      assertThat(writing).failsWithin(Duration.ofSeconds(60));
    }
    return proxy.sekisho().accessLog().await("/endless").path("request_bytes").asLong();
  }

  private static Void upload(long length, AtomicLong sent) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(head("/upload", length));
      write(client, length, sent);

      HttpReply reply = HttpReply.read(client.in());
      assertThat(reply.text()).isEqualTo("all of it");
      // Who has seen the end of the request keeps the connection for the next.
      assertThat(reply.field("Connection")).as("after %d bytes", length).isNotPresent();
      assertThat(HttpFixture.send(client, "GET / HTTP/1.1").text()).isEqualTo("all of it");
      return null;
    }
  }

  private static String head(String path, long length) {
    return RawRequest.of(
        "POST " + path + " HTTP/1.1", "Host: a.example.com", "Content-Length: " + length);
  }

  private static Void write(RawTlsClient client, long length, AtomicLong sent) throws IOException {
    Payload.write(
        length,
        (bytes, offset, count) -> {
          client.out().write(bytes, offset, count);
          sent.addAndGet(count);
        });
    return null;
  }
}
