package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Nginx;
import sekisho.testing.Payload;
import sekisho.testing.ProcessUsage;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SlowHttpTest;
import sekisho.testing.SlowHttpTest.Mode;
import sekisho.testing.TlsCertificates;

/** Thousands of clients that are as slow as they can be, and others that want to be served. */
class SlowClientsIT {
  private static final Logger LOG = Logger.getLogger(SlowClientsIT.class);

  /** More than what all buffers on its way take. */
  private static final int LARGE_BYTES = 2 << 20;

  /** What the JVM may have open now and then. */
  private static final long SPARE_FILES = 8;

  @TempDir static Path folder;
  @AutoClose static Nginx nginx;
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() throws IOException {
    nginx = Nginx.start(folder, TlsCertificates.in(folder).ecdsa("nginx", "DNS:localhost"));
    try (var large = Files.newOutputStream(nginx.files().resolve("large"))) {
      Payload.write(LARGE_BYTES, large::write);
    }
    proxy =
        HttpFixture.start(
            folder,
            """
            "request_header_timeout_secs": 2,
            "request_body_timeout_secs": 2,
            "response_write_timeout_secs": 2,
            "pool": { "max_idle_per_upstream": 4 },
            "routes": [{ "path_prefix": "/", "upstream": "%s" }]
            """
                .formatted(nginx.url()));
  }

  // 28
  @ParameterizedTest
  @EnumSource
  void a_thousand_are_cut_at_their_deadline_and_others_are_served(Mode mode) throws Exception {
    othersAreServedMeanwhile(List.of(mode));
  }

  // 28
  @Test
  void a_thousand_of_each_kind_at_once_are_cut_at_their_deadlines_and_others_are_served()
      throws Exception {
    othersAreServedMeanwhile(List.of(Mode.values()));
  }

  private static void othersAreServedMeanwhile(List<Mode> modes) throws Exception {
    ProcessUsage usage = proxy.sekisho().usage();
    long atRest = Await.settled("earlier clients are gone", usage::openFiles);
    List<Long> cutBefore = modes.stream().map(SlowClientsIT::cut).toList();
    List<SlowHttpTest> slow = new ArrayList<>();
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> keeping = others.submit(() -> keepAsking(enough));
      Future<Integer> coming = others.submit(() -> comeAndGo(enough));
      try {
        modes.forEach(
            mode -> slow.add(SlowHttpTest.start(mode, proxy.sekisho().address(), path(mode))));
        for (int i = 0; i < modes.size(); i++) {
          Mode mode = modes.get(i);
          long all = cutBefore.get(i) + SlowHttpTest.CLIENTS;
          Await.until("all are cut that are slow in " + mode, () -> cut(mode) >= all);
        }
      } finally {
        enough.set(true);
        slow.forEach(SlowHttpTest::close);
      }
      LOG.infof(
          "counts: of each of %s %d were cut, while %d requests on a kept connection and %d on fresh ones were served",
          modes, SlowHttpTest.CLIENTS, keeping.get(), coming.get());
      assertThat(keeping.get()).isPositive();
      assertThat(coming.get()).isPositive();
    }
    for (int i = 0; i < modes.size(); i++) {
      assertThat(cut(modes.get(i))).isEqualTo(cutBefore.get(i) + SlowHttpTest.CLIENTS);
    }
    Await.until("no descriptor is lost", () -> usage.openFiles() <= atRest + SPARE_FILES);
  }

  /** How many were cut for being slow in this. */
  private static long cut(Mode mode) {
    String reason =
        switch (mode) {
          case HEADERS -> "\"status\":408,\"reason\":\"request_header_timeout\"";
          case BODY -> "\"status\":408,\"reason\":\"request_body_timeout\"";
          case READ -> "\"status\":499,\"reason\":\"response_write_timeout\"";
        };
    return proxy.sekisho().stdout().lines().stream().filter(line -> line.contains(reason)).count();
  }

  private static String path(Mode mode) {
    return switch (mode) {
      case HEADERS -> "/";
      case BODY -> "/upload";
      case READ -> "/files/large";
    };
  }

  private static int keepAsking(AtomicBoolean enough) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      int served = 0;
      while (!enough.get()) {
        assertServed(client, "/kept/" + served);
        served++;
      }
      return served;
    }
  }

  private static int comeAndGo(AtomicBoolean enough) throws IOException {
    int served = 0;
    while (!enough.get()) {
      try (RawTlsClient client = proxy.connect()) {
        assertServed(client, "/fresh/" + served);
        served++;
      }
    }
    return served;
  }

  private static void assertServed(RawTlsClient client, String path) throws IOException {
    HttpReply reply = HttpFixture.send(client, "GET " + path + " HTTP/1.1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).contains("uri=" + path + "\n");
  }
}
