package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.OriginScript;
import sekisho.testing.RawOrigin;
import sekisho.testing.Scrape;

/** Two upstreams, of which one is killed, hung, refusing or ill. */
class SeveralUpstreamsIT {
  private static final Logger LOG = Logger.getLogger(SeveralUpstreamsIT.class);
  private static final int CLIENTS = 16;
  private static final int REQUESTS_OF_EACH = 800;
  private static final Duration FAULT = Duration.ofMillis(1200);

  @TempDir Path folder;

  @Test
  void whatever_befalls_one_no_client_notices_whose_request_may_be_repeated() throws Exception {
    Path journal = folder.resolve("journal");
    try (OriginScript faulty = OriginScript.node("mortal.js", journal.toString());
        OriginScript sound = OriginScript.node("mortal.js", folder.resolve("other").toString());
        HttpFixture proxy =
            HttpFixture.startTrusting(
                folder,
                "\"127.0.0.1\"",
                """
                "upstream_timeout_secs": 1,
                "routes": [{
                  "path_prefix": "/", "upstream": ["FAULTY", "SOUND"], "fail_timeout_secs": 1,
                  "health_check": { "path": "/health/length", "interval_secs": 1, "timeout_secs": 1 }
                }]
                """
                    .replace("FAULTY", faulty.url())
                    .replace("SOUND", sound.url()))) {
      List<IdentifiedRequest> asked = new ArrayList<>();
      int faults = 0;
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<List<IdentifiedRequest>>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          SteadyClient client = new SteadyClient(proxy, i);
          running.add(clients.submit(() -> client.askFor(REQUESTS_OF_EACH)));
        }
        while (!running.stream().allMatch(Future::isDone)) {
          fault(faulty, faults++);
          Await.passing(FAULT);
        }
        for (Future<List<IdentifiedRequest>> each : running) {
          asked.addAll(each.get());
        }
      }

      assertThat(faults).isGreaterThanOrEqualTo(3);
      assertNobodyNoticed(asked, proxy);
      assertIsUsedAgain(journal, proxy);
    }
  }

  /** Killed and started again, hung for a while, or half killed. */
  private static void fault(OriginScript origin, int number) {
    switch (number % 3) {
      case 0 -> {
        origin.kill();
        Await.passing(FAULT);
        origin.restart();
      }
      case 1 -> {
        origin.suspend();
        Await.passing(FAULT.multipliedBy(2));
        origin.resume();
      }
      default -> origin.killWorker();
    }
  }

  private static void assertNobodyNoticed(List<IdentifiedRequest> asked, HttpFixture proxy) {
    Map<String, Integer> counts = new TreeMap<>();
    for (IdentifiedRequest request : asked) {
      String kind = request.mayBeRepeated() ? "repeatable" : "not repeatable";
      counts.merge(kind + " " + request.outcome(), 1, Integer::sum);
    }
    List<JsonNode> lines = proxy.sekisho().accessLog().lines();
    long retried = lines.stream().filter(line -> line.path("retried").asBoolean()).count();
    LOG.infof("counts: %d requests, %s, %d retried", asked.size(), counts, retried);

    assertThat(asked)
        .filteredOn(IdentifiedRequest::mayBeRepeated)
        .noneMatch(request -> request.outcome() == IdentifiedRequest.Outcome.REFUSED);
    assertThat(retried).isPositive();
  }

  private static void assertIsUsedAgain(Path journal, HttpFixture proxy) throws IOException {
    long before = lines(journal);
    Await.until(
        "it gets requests again",
        () -> {
          SteadyClient client = new SteadyClient(proxy, 99);
          try {
            client.askFor(4);
            return lines(journal) > before + 4;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Requests that it has seen, without those for its health. */
  private static long lines(Path journal) throws IOException {
    return Files.readAllLines(journal).stream().filter(line -> !line.endsWith("nobody")).count();
  }

  @Test
  void one_that_does_not_pass_its_check_gets_nothing_until_it_does() throws Exception {
    AtomicReference<String> health = new AtomicReference<>("500 Ill");
    try (RawOrigin ill =
            RawOrigin.answering(request ->
                request.line().contains("/ok")
                    ? "HTTP/1.1 " + health.get() + "\r\nContent-Length: 0\r\n\r\n"
                    : RawOrigin.ok("ill"));
        RawOrigin sound = RawOrigin.answering(RawOrigin.ok("sound"));
        HttpFixture proxy =
            HttpFixture.start(
                folder,
                """
                "routes": [{
                  "path_prefix": "/", "upstream": ["ILL", "SOUND"],
                  "health_check": { "path": "/ok", "interval_secs": 0.1 }
                }]
                """
                    .replace("ILL", ill.url())
                    .replace("SOUND", sound.url()))) {
      awaitLine(proxy, ill.url() + " is not healthy: status 500");
      assertThat(answers(proxy, 10)).isEqualTo(Map.of("sound", 10));

      health.set("204 Well");

      awaitLine(proxy, ill.url() + " is healthy again");
      assertThat(answers(proxy, 10)).isEqualTo(Map.of("sound", 5, "ill", 5));
    }
  }

  @Test
  void one_alone_that_does_not_pass_its_check_gets_its_work_and_metrics_tell() throws Exception {
    try (RawOrigin ill =
            RawOrigin.answering(request ->
                request.line().contains("/ok")
                    ? "HTTP/1.1 500 Ill\r\nContent-Length: 0\r\n\r\n"
                    : RawOrigin.ok("ill"));
        HttpFixture proxy =
            HttpFixture.start(
                folder,
                """
                "routes": [{
                  "path_prefix": "/", "upstream": "ILL", "health_check": { "path": "/ok" }
                }]
                """
                    .replace("ILL", ill.url()),
                "\"metrics\": { \"listen\": \"127.0.0.1:0\" }")) {
      awaitLine(proxy, ill.url() + " is not healthy: status 500");

      assertThat(answers(proxy, 3)).isEqualTo(Map.of("ill", 3));
      assertThat(Scrape.openMetrics(proxy.sekisho().metricsAddress()).samples())
          .containsEntry("tls_proxy_upstream_up{upstream=\"" + ill.url() + "\"}", 0.0);
    }
  }

  private static void awaitLine(HttpFixture proxy, String end) {
    Await.until(
        end, () -> proxy.sekisho().stdout().lines().stream().anyMatch(line -> line.endsWith(end)));
  }

  @Test
  void a_list_is_shared_by_weight() throws Exception {
    try (RawOrigin one = RawOrigin.answering(RawOrigin.ok("one"));
        RawOrigin two = RawOrigin.answering(RawOrigin.ok("two"));
        HttpFixture proxy =
            HttpFixture.start(
                folder,
                "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": [\"%s\", \"%s\"], \"weights\": [3, 1] }]"
                    .formatted(one.url(), two.url()))) {
      assertThat(answers(proxy, 40)).isEqualTo(Map.of("one", 30, "two", 10));
    }
  }

  /** How often which body came. */
  private static Map<String, Integer> answers(HttpFixture proxy, int requests) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      counts.merge(proxy.send("GET / HTTP/1.1").text(), 1, Integer::sum);
    }
    return counts;
  }
}
