package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/** An upstream that closes idle connections whenever it likes, also when a request is under way. */
class ClosingOriginIT {
  private static final int CLIENTS = 8;
  private static final int REQUESTS_OF_EACH = 150;
  private static final int LONGEST_IDLE_MILLIS = 6;

  /** How often the origin has seen a request. */
  private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();

  @TempDir static Path folder;
  @AutoClose static RawServer origin = RawServer.start(ClosingOriginIT::serveOnce);
  @AutoClose static HttpFixture proxy;

  /** A request, and the end of the connection a moment later, with FIN or, where late, RST. */
  private static void serveOnce(RawConnection connection) throws IOException {
    String path = connection.readThrough("\r\n\r\n").split(" ")[1];
    SEEN.merge(path, 1, Integer::sum);
    connection.write(RawOrigin.ok(path));
    Await.passing(Duration.ofMillis(ThreadLocalRandom.current().nextInt(LONGEST_IDLE_MILLIS)));
  }

  @BeforeAll
  static void start() {
    proxy = HttpFixture.startBefore(origin.address(), folder);
  }

  // 25
  @Test
  void what_may_be_repeated_never_fails_for_it_and_what_must_not_be_is_never_repeated()
      throws Exception {
    List<Future<List<String>>> running = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        String method = i % 2 == 0 ? "GET" : "POST";
        String prefix = "/" + method + "/" + i + "/";
        running.add(clients.submit(() -> ask(method, prefix)));
      }
      for (Future<List<String>> each : running) {
        failed.addAll(each.get());
      }
    }

    assertThat(failed).allMatch(path -> path.startsWith("/POST/"));
    for (String path : failed) {
      JsonNode line = proxy.sekisho().accessLog().await(path);
      assertThat(line.path("reason").asText()).isEqualTo("upstream_reset");
      assertThat(line.path("not_retried").asText()).isEqualTo("not_idempotent");
    }
    assertThat(SEEN).hasSizeGreaterThan(CLIENTS * REQUESTS_OF_EACH - failed.size() - 1);
    assertThat(SEEN.values()).allMatch(times -> times == 1);
    assertThat(origin.connections()).isLessThan(CLIENTS * REQUESTS_OF_EACH * 2);
  }

  /** The paths of those that were answered with 502. */
  private static List<String> ask(String method, String prefix) throws IOException {
    List<String> failed = new ArrayList<>();
    try (RawTlsClient client = proxy.connect()) {
      for (int i = 0; i < REQUESTS_OF_EACH; i++) {
        String path = prefix + i;
        HttpReply reply =
            method.equals("GET")
                ? HttpFixture.send(client, "GET " + path + " HTTP/1.1")
                : HttpFixture.send(client, "POST " + path + " HTTP/1.1", "Content-Length: 0");
        if (reply.status() == 502) {
          failed.add(path);
        } else {
          assertThat(reply.text()).isEqualTo(path);
        }
      }
    }
    return failed;
  }
}
