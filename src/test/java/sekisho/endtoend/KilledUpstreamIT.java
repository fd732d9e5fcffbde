package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.OriginScript;

/**
 * Ten thousand requests through an upstream that is killed and started again every second: as a
 * whole, so that connecting is refused meanwhile, or one of the two processes that serve.
 */
class KilledUpstreamIT {
  private static final Logger LOG = Logger.getLogger(KilledUpstreamIT.class);
  private static final int CLIENTS = 20;
  private static final int REQUESTS_OF_EACH = 500;
  private static final Duration LIFE = Duration.ofSeconds(1);

  @TempDir static Path folder;
  @AutoClose static OriginScript origin;
  @AutoClose static HttpFixture proxy;
  private static Path journal;

  @BeforeAll
  static void start() {
    journal = folder.resolve("journal");
    origin = OriginScript.node("mortal.js", journal.toString());
    proxy =
        HttpFixture.startTrusting(
            folder,
            "\"127.0.0.1\"",
            "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"" + origin.url() + "\" }]");
  }

  // 25
  @Test
  void every_error_is_explained_nothing_is_sent_twice_that_must_not_be_and_no_answer_is_anothers()
      throws Exception {
    List<IdentifiedRequest> asked = new ArrayList<>();
    int kills = 0;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<IdentifiedRequest>>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        running.add(clients.submit(() -> new SteadyClient(proxy, client).askFor(REQUESTS_OF_EACH)));
      }
      while (!running.stream().allMatch(Future::isDone)) {
        Await.passing(LIFE);
        kills++;
        if (kills % 3 == 0) {
          origin.kill();
          origin.restart();
        } else {
          origin.killWorker();
        }
      }
      for (Future<List<IdentifiedRequest>> each : running) {
        asked.addAll(each.get());
      }
    }

    Map<String, List<JsonNode>> logged = logged(asked.size());
    Map<String, Integer> seen = seen();

    Map<String, Integer> counts = new TreeMap<>();
    for (IdentifiedRequest request : asked) {
      assertThat(logged).containsKey(request.id());
      assertThat(logged.get(request.id())).as(request.id()).hasSize(1);
      counts.merge(explained(request, logged.get(request.id()).getFirst()), 1, Integer::sum);
      if (request.outcome() == IdentifiedRequest.Outcome.ANSWERED) {
        assertThat(seen).containsKey(request.id());
      }
    }
    assertThat(seen.values()).allMatch(times -> times <= 2);
    assertThat(asked)
        .filteredOn(request -> !request.mayBeRepeated())
        .allMatch(request -> seen.getOrDefault(request.id(), 0) <= 1);
    assertThat(kills).isGreaterThan(3);
    assertThat(seen).containsValue(2);
    report(kills, counts, seen);
  }

  /** What became of it, in words; fails if the log does not say that, or not why. */
  private static String explained(IdentifiedRequest request, JsonNode line) {
    int status = line.path("status").asInt();
    String reason = line.path("reason").asText();
    String notRetried = line.path("not_retried").asText();
    String what = request + " in " + line;
    assertThat(status).as(what).isEqualTo(request.status());
    switch (request.outcome()) {
      case ANSWERED -> assertThat(reason).as(what).isEmpty();
      case REFUSED -> assertThat(reason).as(what).startsWith("upstream_");
      case CUT_SHORT -> assertThat(reason).as(what).isEqualTo("upstream_reset");
    }
    if (reason.equals("upstream_reset")) {
      List<String> allowed =
          request.mayBeRepeated()
              ? List.of("response_begun", "second_try")
              : List.of("response_begun", "second_try", "body_sent", "not_idempotent");
      assertThat(notRetried).as(what).isIn(allowed);
    } else {
      assertThat(notRetried).as(what).isEmpty();
    }
    return (request.outcome() + " " + reason + " " + notRetried).strip();
  }

  /** The lines of the access log by request id, once there is one for each request. */
  private static Map<String, List<JsonNode>> logged(int requests) {
    Await.until(
        "a line for each request",
        () ->
            proxy.sekisho().stdout().lines().stream().filter(line -> line.startsWith("{")).count()
                >= requests);
    return proxy.sekisho().accessLog().lines().stream()
        .collect(Collectors.groupingBy(line -> line.path("request_id").asText()));
  }

  /** How often the origin has seen the head of each request. */
  private static Map<String, Integer> seen() throws IOException {
    return Files.readAllLines(journal).stream()
        .map(line -> line.split(" ")[1])
        .collect(Collectors.toMap(Function.identity(), _ -> 1, Integer::sum, HashMap::new));
  }

  private static void report(int kills, Map<String, Integer> counts, Map<String, Integer> seen) {
    long twice = seen.values().stream().filter(times -> times == 2).count();
    LOG.infof(
        "counts: %d requests, %d kills, %s; of those answered at the second try the origin had seen %d before",
        CLIENTS * REQUESTS_OF_EACH, kills, counts, twice);
  }
}
