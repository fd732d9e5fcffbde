package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawTlsClient;

/** A thousand clients at once, of which the origin shall see a few at a time. */
class ManyRequestsIT {
  private static final int CLIENTS = 1000;
  private static final int REQUESTS_EACH = 3;
  private static final int MAX = 10;

  @TempDir static Path folder;
  private final AtomicInteger atOrigin = new AtomicInteger();
  private final Queue<Integer> seen = new ConcurrentLinkedQueue<>();

  @AutoClose
  private final RawOrigin origin =
      RawOrigin.answering(_ -> {
        seen.add(atOrigin.incrementAndGet());
        Await.passing(Duration.ofMillis(20));
        // Before the answer goes, so that it is not counted with the next one.
        atOrigin.decrementAndGet();
        return RawOrigin.ok("served");
      });

  @Test
  void the_origin_never_has_more_than_the_limit_and_everybody_is_answered() throws Exception {
    try (HttpFixture proxy =
            HttpFixture.start(
                folder,
                """
                "connection_limit": { "max": %d, "key": "global" },
                "routes": [{ "path_prefix": "/", "upstream": "%s" }]
                """
                    .formatted(MAX, origin.url()));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch connected = new CountDownLatch(CLIENTS);
      List<Future<List<Integer>>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        answers.add(clients.submit(() -> ask(proxy, connected)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<List<Integer>> answer : answers) {
        statuses.addAll(answer.get());
      }

      assertThat(statuses).hasSize(CLIENTS * REQUESTS_EACH).containsOnly(200, 503);
      assertThat(seen).allMatch(count -> count <= MAX);
      assertThat(statuses.stream().filter(status -> status == 200)).hasSameSizeAs(seen);
      assertThat(proxy.send("GET /after HTTP/1.1").status()).isEqualTo(200);
    }
  }

  private static List<Integer> ask(HttpFixture proxy, CountDownLatch connected) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (RawTlsClient client = proxy.connect()) {
      connected.countDown();
      connected.await();
      for (int i = 0; i < REQUESTS_EACH; i++) {
        HttpReply reply = HttpFixture.send(client, "GET /" + i + " HTTP/1.1");
        statuses.add(reply.status());
      }
    }
    return statuses;
  }
}
