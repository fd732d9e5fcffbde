package sekisho.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.upstream.HttpExchangeTest.answerAll;
import static sekisho.upstream.HttpExchangeTest.answering;
import static sekisho.upstream.HttpExchangeTest.head;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;
import sekisho.testing.RawServer;

/** Traps 14 and 15: which connections are used again, and which are not. */
class PooledConnectionsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void a_connection_is_used_again() {
    try (Loop loop = Loop.start();
        RawServer server = answering(OK)) {
      for (int i = 0; i < 5; i++) {
        assertThat(loop.send(Loop.get(server.port())).awaitEnd().body()).isEqualTo("ok");
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void one_that_the_upstream_will_close_is_not_used_again() {
    for (String response :
        new String[] {
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"
        }) {
      try (Loop loop = Loop.start();
          RawServer server = answering(response)) {
        for (int i = 0; i < 2; i++) {
          assertThat(loop.send(Loop.get(server.port())).awaitEnd().body()).isEqualTo("ok");
        }

        assertThat(server.connections()).as(response).isEqualTo(2);
      }
    }
  }

  @Test
  void one_with_surplus_bytes_is_not_used_again() {
    try (Loop loop = Loop.start();
        RawServer server = answering(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")) {
      for (int i = 0; i < 3; i++) {
        RecordedExchange exchange = loop.send(Loop.get(server.port())).awaitEnd();

        assertThat(exchange.body()).isEqualTo("ok");
      }

      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void no_more_are_kept_idle_than_the_pool_holds() {
    AtomicInteger open = new AtomicInteger();
    CyclicBarrier allBusy = new CyclicBarrier(6);
    try (Loop loop = Loop.pooling(2, Loop.LONG);
        RawServer server =
            RawServer.start(c -> {
              open.incrementAndGet();
              try {
                head(c);
                allBusy.await();
                c.write(OK);
                answerAll(c, OK);
              } finally {
                open.decrementAndGet();
              }
            })) {
      List<RecordedExchange> exchanges = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        exchanges.add(loop.send(Loop.get(server.port())));
      }
      exchanges.forEach(RecordedExchange::awaitEnd);

      Await.until("only two are left", () -> open.get() == 2);
      assertThat(loop.send(Loop.get(server.port())).awaitEnd().body()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(6);
    }
  }

  @Test
  void none_is_kept_where_the_pool_holds_none() {
    try (Loop loop = Loop.pooling(0, Loop.LONG);
        RawServer server = answering(OK)) {
      for (int i = 0; i < 3; i++) {
        assertThat(loop.send(Loop.get(server.port())).awaitEnd().body()).isEqualTo("ok");
      }

      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void an_idle_one_is_closed_when_its_time_is_over() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    try (Loop loop = Loop.pooling(10, Duration.ofSeconds(1));
        RawServer server =
            RawServer.start(c -> {
              head(c);
              c.write(OK).readToEnd();
              closed.complete(null);
            })) {

      loop.send(Loop.get(server.port())).awaitEnd();

      Await.until("the idle connection is closed", closed::isDone);
    }
  }

  @Test
  void one_that_the_upstream_closed_meanwhile_is_replaced() {
    try (Loop loop = Loop.start();
        RawServer server =
            RawServer.start(c -> {
              head(c);
              c.write(OK);
            })) {
      for (int i = 0; i < 5; i++) {
        assertThat(loop.send(Loop.get(server.port())).awaitEnd().body()).isEqualTo("ok");
      }

      assertThat(server.connections()).isGreaterThanOrEqualTo(5);
    }
  }
}
