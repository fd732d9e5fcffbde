package sekisho.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sekisho.balance.Member;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamGroup.Balance;
import sekisho.model.UpstreamGroup.Share;
import sekisho.model.UpstreamUrl;
import sekisho.testing.RawServer;
import sekisho.testing.ReservedPort;

/** When a request whose connection was lost is sent once more, and when not (RFC 9110 §9.2.2). */
class RetryTest {
  private static final Loop LOOP = Loop.start();

  @AfterAll
  static void stop() {
    LOOP.close();
  }

  @Test
  void an_idempotent_request_that_got_no_answer_is_sent_once_more() {
    AtomicInteger connections = new AtomicInteger();
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          if (connections.incrementAndGet() == 1) {
            c.reset();
          } else {
            c.write(HttpExchangeTest.OK);
          }
        })) {

      RecordedExchange exchange = LOOP.send(Loop.get(server.port())).awaitEnd();

      assertThat(exchange.body()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void it_is_sent_once_more_and_not_twice() {
    try (RawServer server = HttpExchangeTest.resetting()) {

      RecordedExchange exchange = LOOP.send(Loop.get(server.port())).awaitEnd();

      assertThat(exchange.events()).containsExactly("retrying", "failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_RESET);
      assertThat(exchange.noRetry()).isEqualTo(NoRetry.SECOND_TRY);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_request_that_is_not_idempotent_is_never_sent_twice() {
    for (boolean bodyFollows : new boolean[] {true, false}) {
      try (RawServer server =
          RawServer.start(c -> {
            HttpExchangeTest.head(c);
            c.reset();
          })) {
        RecordedExchange exchange =
            LOOP.send(
                Loop.request(
                    "POST",
                    new TcpUpstream.HostPort("127.0.0.1", server.port()),
                    Loop.LONG,
                    false,
                    bodyFollows,
                    "Content-Length: " + (bodyFollows ? 3 : 0)));

        exchange.awaitEnd();

        assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_RESET);
        assertThat(exchange.noRetry()).isEqualTo(NoRetry.NOT_IDEMPOTENT);
        assertThat(server.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void an_idempotent_request_of_whose_body_a_byte_was_written_is_not_sent_twice() {
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          c.readExactly(1);
          c.reset();
        })) {
      RecordedExchange exchange =
          LOOP.send(
                  Loop.request(
                      "PUT",
                      new TcpUpstream.HostPort("127.0.0.1", server.port()),
                      Loop.LONG,
                      false,
                      true,
                      "Content-Length: 3"))
              .awaitWritable();

      exchange.write("a");
      exchange.awaitEnd();

      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_RESET);
      assertThat(exchange.noRetry()).isEqualTo(NoRetry.BODY_SENT);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_request_whose_empty_chunked_body_has_ended_is_not_sent_twice() {
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          c.readThrough("0\r\n\r\n");
          c.reset();
        })) {
      RecordedExchange exchange =
          LOOP.send(
                  Loop.request(
                      "PUT",
                      new TcpUpstream.HostPort("127.0.0.1", server.port()),
                      Loop.LONG,
                      true,
                      true))
              .awaitWritable();

      exchange.end().awaitEnd();

      assertThat(exchange.noRetry()).isEqualTo(NoRetry.BODY_SENT);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_second_try_goes_over_a_fresh_connection() {
    // Each connection answers once and is dead afterwards, which shows when it is used again.
    CompletableFuture<Void> bothOpen = new CompletableFuture<>();
    AtomicInteger served = new AtomicInteger();
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          if (served.incrementAndGet() == 2) {
            bothOpen.complete(null);
          }
          if (served.get() <= 2) {
            bothOpen.join();
          }
          c.write(HttpExchangeTest.OK);
          HttpExchangeTest.head(c);
          c.reset();
        })) {
      RecordedExchange one = LOOP.send(Loop.get(server.port()));
      RecordedExchange two = LOOP.send(Loop.get(server.port()));
      one.awaitEnd();
      two.awaitEnd();

      RecordedExchange third = LOOP.send(Loop.get(server.port())).awaitEnd();

      assertThat(third.body()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void a_second_try_goes_over_a_fresh_connection_wherever_it_comes_to() {
    try (RawServer one = answeringOncePerConnection();
        ReservedPort nobody = ReservedPort.loopback();
        RawServer two = answeringOncePerConnection()) {
      LOOP.send(Loop.get(one.port())).awaitEnd();
      LOOP.send(Loop.get(two.port())).awaitEnd();
      UpstreamGroup<UpstreamUrl> group = group(one.port(), nobody.number(), two.port());

      RecordedExchange exchange =
          LOOP.send(Loop.request("GET", group, Loop.LONG, false, false)).awaitEnd();

      assertThat(exchange.events()).containsExactly("retrying", "retrying", "head", "ended");
      assertThat(LOOP.members(group).all())
          .as("age is no failure")
          .extracting(Member::failures)
          .containsExactly(0L, 1L, 0L);
    }
  }

  @Test
  void a_connection_that_was_lost_for_its_age_is_no_failure_and_a_fresh_one_is() {
    try (RawServer server = answeringOncePerConnection();
        RawServer resetting = HttpExchangeTest.resetting()) {
      LOOP.send(Loop.get(server.port())).awaitEnd();

      RecordedExchange aged = LOOP.send(post(group(server.port()))).awaitEnd();
      RecordedExchange fresh = LOOP.send(post(group(resetting.port()))).awaitEnd();

      assertThat(aged.noRetry()).isEqualTo(NoRetry.NOT_IDEMPOTENT);
      assertThat(fresh.noRetry()).isEqualTo(NoRetry.NOT_IDEMPOTENT);
      assertThat(LOOP.members(group(server.port())).all().getFirst().failures()).isZero();
      assertThat(LOOP.members(group(resetting.port())).all().getFirst().failures()).isOne();
    }
  }

  /** Its connections are dead after one answer, which shows when they are used again. */
  private static RawServer answeringOncePerConnection() {
    return RawServer.start(c -> {
      HttpExchangeTest.head(c);
      c.write(HttpExchangeTest.OK);
      HttpExchangeTest.head(c);
      c.reset();
    });
  }

  private static UpstreamGroup<UpstreamUrl> group(int... ports) {
    return UpstreamGroup.of(
        Arrays.stream(ports)
            .mapToObj(port ->
                new UpstreamUrl(
                    false,
                    new TcpUpstream.HostPort("127.0.0.1", port),
                    "a.example",
                    Optional.empty()))
            .map(url -> new Share<>(url, 1))
            .toList(),
        Balance.ROUND_ROBIN);
  }

  private static UpstreamRequest post(UpstreamGroup<UpstreamUrl> group) {
    return Loop.request("POST", group, Loop.LONG, false, false, "Content-Length: 0");
  }

  @Test
  void a_response_that_breaks_off_is_a_failure_after_the_head_and_is_not_asked_for_again() {
    try (RawServer server =
        RawServer.start(c -> {
          HttpExchangeTest.head(c);
          c.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
        })) {

      RecordedExchange exchange = LOOP.send(Loop.get(server.port())).awaitEnd();

      assertThat(exchange.events()).containsExactly("head", "failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_RESET);
      assertThat(exchange.noRetry()).isEqualTo(NoRetry.RESPONSE_BEGUN);
      assertThat(exchange.body()).isEqualTo("ab");
      assertThat(server.connections()).isEqualTo(1);
    }
  }
}
