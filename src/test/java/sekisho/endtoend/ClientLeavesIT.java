package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.testing.Await;
import sekisho.testing.Payload;
import sekisho.testing.ProcessUsage;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/** A client that goes away before it has its answer, at every stage and in every manner. */
class ClientLeavesIT {
  /** More than what all buffers on its way take. */
  private static final long ENDLESS_BYTES = 1L << 40;

  /** What the JVM may have open now and then. */
  private static final long SPARE_FILES = 4;

  /** Paths of requests whose connection the origin has seen the end of. */
  private static final Set<String> ENDED = ConcurrentHashMap.newKeySet();

  /** Paths of requests that the origin has seen. */
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  /** Paths of requests whose client's leaving the proxy has noticed. */
  private static final Set<String> NOTICED = ConcurrentHashMap.newKeySet();

  /** How many connections the origin that never says a word has seen the end of. */
  private static final AtomicInteger GIVEN_UP = new AtomicInteger();

  @TempDir static Path folder;
  @AutoClose static RawServer origin = RawServer.start(ClientLeavesIT::serve);
  @AutoClose static RawServer silent = RawServer.start(ClientLeavesIT::readOn);
  @AutoClose static HttpFixture proxy;

  /** How a client goes. */
  enum Manner {
    FIN,
    CLOSE_NOTIFY,
    RST;

    void leave(RawTlsClient client) throws IOException {
      switch (this) {
        case FIN -> client.finishRudely();
        case CLOSE_NOTIFY -> client.finish();
        case RST -> client.reset();
      }
    }
  }

  private static void serve(RawConnection connection) throws IOException {
    while (true) {
      String path = connection.readThrough("\r\n\r\n").split(" ")[1];
      SEEN.add(path);
      if (path.startsWith("/next")) {
        connection.write(RawOrigin.ok("served"));
        continue;
      }
      try {
        if (path.startsWith("/download")) {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + ENDLESS_BYTES + "\r\n\r\n");
          Payload.write(ENDLESS_BYTES, connection::write);
        } else {
          Await.until(
              "the origin may read on", () -> !path.startsWith("/stuck") || NOTICED.contains(path));
          connection.readToEnd();
        }
      } catch (IOException e) {
        // That is an end too.
      }
      ENDED.add(path);
      return;
    }
  }

  /** Takes a TLS handshake's first flight, and says nothing. */
  private static void readOn(RawConnection connection) throws IOException {
    connection.readToEnd();
    GIVEN_UP.incrementAndGet();
  }

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "upstream_connect_timeout_secs": 600,
            "routes": [
              { "path_prefix": "/connect", "upstream": "https://SILENT" },
              { "path_prefix": "/", "upstream": "http://ORIGIN" }
            ]
            """
                .replace("SILENT", silent.address())
                .replace("ORIGIN", origin.address()));
  }

  @ParameterizedTest
  @EnumSource
  void before_its_head_is_complete(Manner manner) throws IOException {
    ProcessUsage usage = proxy.sekisho().usage();
    long atRest = Await.settled("earlier clients are gone", usage::openFiles);
    int connections = origin.connections();
    try (RawTlsClient client = proxy.connect()) {
      client.write("GET /half HTTP/1.1\r\nHost: a.exam");

      manner.leave(client);
      Await.until("it is let go", () -> usage.openFiles() <= atRest);
    }

    assertThat(origin.connections()).isEqualTo(connections);
    assertNextIsServed();
  }

  @ParameterizedTest
  @EnumSource
  void while_the_upstream_is_being_connected(Manner manner) throws IOException {
    ProcessUsage usage = proxy.sekisho().usage();
    long atRest = Await.settled("earlier clients are gone", usage::openFiles);
    int connections = silent.connections();
    int givenUp = GIVEN_UP.get();
    try (RawTlsClient client = proxy.connect()) {
      client.write(get("/connect/" + manner));
      Await.until("the upstream is dialled", () -> silent.connections() > connections);

      manner.leave(client);
      assertLoggedAsAbort("/connect/" + manner);
      Await.until("the attempt is given up", () -> GIVEN_UP.get() > givenUp);
    }

    Await.until("no descriptor is lost", () -> usage.openFiles() <= atRest + SPARE_FILES);
    assertNextIsServed();
  }

  @ParameterizedTest
  @EnumSource
  void while_it_waits_for_the_head(Manner manner) throws IOException {
    leavesAfter("/head/" + manner, manner, get("/head/" + manner));
  }

  @ParameterizedTest
  @EnumSource
  void in_its_upload(Manner manner) throws IOException {
    leavesAfter("/upload/" + manner, manner, post("/upload/" + manner) + "1234");
  }

  /** Only RST is heard there: FIN is behind bytes that nobody takes. */
  @Test
  void in_an_upload_that_the_upstream_does_not_take() throws Exception {
    AtomicLong written = new AtomicLong();
    try (RawTlsClient client = proxy.connect();
        ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
      client.write(
          RawRequest.of(
              "POST /stuck HTTP/1.1",
              "Host: " + HttpFixture.HOST,
              "Content-Length: " + ENDLESS_BYTES));
      Future<?> upload =
          writer.submit(() -> {
            Payload.write(
                ENDLESS_BYTES,
                (bytes, offset, length) -> {
                  client.out().write(bytes, offset, length);
                  written.addAndGet(length);
                });
            return null;
          });
      Await.settled("all buffers are full", written::get);

      client.reset();
      assertLoggedAsAbort("/stuck");
      NOTICED.add("/stuck");
      Await.until("the origin's connection ends", () -> ENDED.contains("/stuck"));

      assertThat(written.get()).isPositive();
      assertThatThrownBy(upload::get).hasCauseInstanceOf(IOException.class);
    }
    assertNextIsServed();
  }

  @ParameterizedTest
  @EnumSource
  void behind_its_upload(Manner manner) throws IOException {
    leavesAfter("/uploaded/" + manner, manner, post("/uploaded/" + manner) + "1234567890");
  }

  @ParameterizedTest
  @EnumSource
  void with_another_request_behind_the_one_that_waits(Manner manner) throws IOException {
    String path = "/pipelined/" + manner;
    leavesAfter(path, manner, get(path) + get("/never/" + manner));

    assertThat(SEEN).doesNotContain("/never/" + manner);
  }

  @ParameterizedTest
  @EnumSource
  void in_a_download_that_it_reads(Manner manner) throws IOException {
    leavesAfterReading(100_000, "/download/read/" + manner, manner);
  }

  @ParameterizedTest
  @EnumSource
  void in_a_download_that_it_does_not_read(Manner manner) throws IOException {
    leavesAfterReading(1, "/download/unread/" + manner, manner);
  }

  private static void leavesAfterReading(int bytes, String path, Manner manner) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(get(path));
      client.in().readNBytes(bytes);

      manner.leave(client);
      assertAborted(path);
    }
    assertNextIsServed();
  }

  private static void leavesAfter(String path, Manner manner, String sent) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(sent);
      Await.until("the origin has the request", () -> SEEN.contains(path));

      manner.leave(client);
      assertAborted(path);
    }
    assertNextIsServed();
  }

  private static String get(String path) {
    return RawRequest.of("GET " + path + " HTTP/1.1", "Host: " + HttpFixture.HOST);
  }

  private static String post(String path) {
    return RawRequest.of(
        "POST " + path + " HTTP/1.1", "Host: " + HttpFixture.HOST, "Content-Length: 10");
  }

  private static void assertAborted(String path) {
    assertLoggedAsAbort(path);
    Await.until("the origin's connection ends", () -> ENDED.contains(path));
  }

  private static void assertLoggedAsAbort(String path) {
    JsonNode line = proxy.sekisho().accessLog().await(path);
    assertThat(line.path("status").asInt()).isEqualTo(499);
    assertThat(line.path("reason").asText()).isEqualTo("client_abort");
  }

  private static void assertNextIsServed() throws IOException {
    assertThat(proxy.send("GET /next HTTP/1.1").text()).isEqualTo("served");
  }
}
