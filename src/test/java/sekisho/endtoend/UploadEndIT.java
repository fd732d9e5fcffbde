package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  /** More than what the kernels take of an upstream that is slow. */
  private static final int LEAST_BYTES = 1 << 20;

  /**
   * Which piece is the one that fills the upstream's buffer depends on how the pieces fall: among
   * bodies that are longer by a TLS record each, over more than the buffer, some end with it.
   */
  private static final int STEP_BYTES = 16 << 10;

  private static final int BODIES = 24;

  /** Much slower than anybody else here. */
  private static final int SIP_BYTES = 16 << 10;

  private static final Duration BETWEEN_SIPS = Duration.ofMillis(20);

  @TempDir static Path folder;
  @AutoClose static RawServer upstream = RawServer.start(UploadEndIT::readSlowly);
  @AutoClose static HttpFixture proxy;

  private static void readSlowly(RawConnection connection) throws IOException {
    while (true) {
      String head = connection.readThrough("\r\n\r\n");
      int left = head.startsWith("POST") ? length(head) : 0;
      while (left > 0) {
        left -= connection.readExactly(Math.min(left, SIP_BYTES)).length;
        Await.passing(BETWEEN_SIPS);
      }
      connection.write(RawOrigin.ok("all of it"));
    }
  }

  private static int length(String head) {
    return Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
  }

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"http://%s\" }]"
                .formatted(upstream.address()));
  }

  @Test
  void it_is_noticed_though_the_last_piece_left_no_room() throws Exception {
    List<Future<?>> uploads = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < BODIES; i++) {
        int length = LEAST_BYTES + i * STEP_BYTES;
        uploads.add(clients.submit(() -> upload(length)));
      }
    }

    for (Future<?> upload : uploads) {
      upload.get();
    }
    // Each is free for the next request of its client.
    assertThat(upstream.connections()).isEqualTo(BODIES);
  }

  private static Void upload(int length) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of("POST / HTTP/1.1", "Host: a.example.com", "Content-Length: " + length));
      Payload.write(length, client.out()::write);

      HttpReply reply = HttpReply.read(client.in());
      HttpReply next = HttpFixture.send(client, "GET / HTTP/1.1");

      assertThat(reply.text()).isEqualTo("all of it");
      assertThat(reply.field("Connection")).as("after %d bytes", length).isNotPresent();
      assertThat(next.text()).isEqualTo("all of it");
      return null;
    }
  }
}
