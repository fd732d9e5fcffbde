package sekisho.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;
import sekisho.testing.Await;
import sekisho.testing.Ending;
import sekisho.testing.RawServer;

/** The clock of an upstream's silence: when it runs, when it rests, what sets it back. */
class UpstreamSilenceTest {
  private static final Loop LOOP = Loop.start();

  @AfterAll
  static void stop() {
    LOOP.close();
  }

  @Test
  void silence_before_the_head_is_a_timeout_and_ends_the_connection() {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          ending.complete(c.readToEnd());
        })) {

      RecordedExchange exchange =
          LOOP.send(getWithin(Duration.ofMillis(100), server.port())).awaitEnd();

      assertThat(exchange.events()).containsExactly("failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_TIMEOUT);
      assertThat(ending.join().bytes()).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void silence_in_the_body_is_a_timeout_too() {
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          c.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
          c.readToEnd();
        })) {

      RecordedExchange exchange =
          LOOP.send(getWithin(Duration.ofMillis(100), server.port())).awaitEnd();

      assertThat(exchange.events()).containsExactly("head", "failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_TIMEOUT);
      assertThat(exchange.body()).isEqualTo("ab");
    }
  }

  @Test
  void the_clock_rests_while_the_client_has_not_sent_its_body() {
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          c.readExactly(1);
          c.write(HttpExchangeTest.OK);
        })) {
      RecordedExchange exchange =
          LOOP.send(
                  Loop.request(
                      "POST",
                      new TcpUpstream.HostPort("127.0.0.1", server.port()),
                      Duration.ofMillis(100),
                      false,
                      true,
                      "Content-Length: 1"))
              .awaitWritable();

      Await.passing(Duration.ofMillis(500));
      exchange.write("a");
      exchange.end().awaitEnd();

      assertThat(exchange.body()).isEqualTo("ok");
    }
  }

  @Test
  void a_paused_response_stops_its_sender_and_no_clock_runs_until_it_is_resumed() {
    long length = 64L << 20;
    AtomicInteger sentMiB = new AtomicInteger();
    CompletableFuture<Void> paused = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          paused.join();
          c.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
          byte[] piece = new byte[1 << 20];
          for (int i = 0; i < 64; i++) {
            c.write(piece);
            sentMiB.incrementAndGet();
          }
        })) {
      RecordedExchange exchange = LOOP.send(getWithin(Duration.ofMillis(300), server.port()));
      exchange.pause();
      paused.complete(null);
      exchange.awaitHead();

      long whenPaused = Await.settled("the sender has stopped", sentMiB::get);
      long readWhenPaused = exchange.bodyBytes();
      exchange.resume();
      exchange.awaitEnd();

      assertThat(whenPaused).as("MiB sent to a reader that does not read").isLessThan(64);
      assertThat(readWhenPaused).isLessThan(1 << 20);
      assertThat(exchange.reason()).isNull();
      assertThat(exchange.bodyBytes()).isEqualTo(length);
    }
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_slow_and_not_silent() {
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          for (String piece : HttpExchangeTest.OK.split("(?<=\\G.{8})", -1)) {
            c.write(piece);
            Await.passing(Duration.ofMillis(200));
          }
          c.readToEnd();
        })) {

      RecordedExchange exchange =
          LOOP.send(getWithin(Duration.ofMillis(500), server.port())).awaitEnd();

      assertThat(exchange.body()).isEqualTo("ok");
    }
  }

  @Test
  void what_is_written_is_our_doing_and_grants_a_silent_upstream_no_more_time() {
    Duration timeout = Duration.ofSeconds(2);
    try (RawServer server = RawServer.start(c -> c.readToEnd())) {
      RecordedExchange exchange =
          LOOP.send(
                  Loop.request(
                      "POST",
                      new TcpUpstream.HostPort("127.0.0.1", server.port()),
                      timeout,
                      false,
                      true,
                      "Content-Length: 5"))
              .awaitWritable();
      exchange.write("abcde");
      long begun = System.nanoTime();

      exchange.end().awaitEnd();

      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(timeout.multipliedBy(2));
    }
  }

  private static UpstreamRequest getWithin(Duration timeout, int port) {
    return Loop.request("GET", new TcpUpstream.HostPort("127.0.0.1", port), timeout, false, false);
  }
}
