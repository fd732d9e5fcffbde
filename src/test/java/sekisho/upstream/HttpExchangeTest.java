package sekisho.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;
import sekisho.testing.Await;
import sekisho.testing.Ending;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.ReservedPort;

/** One request and its response, on upstreams that behave and that do not. */
class HttpExchangeTest {
  private static final Loop LOOP = Loop.start();
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path folder;

  @AfterAll
  static void stop() {
    LOOP.close();
  }

  @Test
  void the_head_is_sent_as_it_was_given() {
    CompletableFuture<String> sent = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          sent.complete(head(c));
          c.write(OK);
        })) {

      LOOP.send(Loop.get(server.port(), "accept: */*", "X-Latin: \u00e9", "Cookie: a", "cookie: b"))
          .awaitEnd();

      assertThat(sent)
          .isCompletedWithValue(
              "GET /a%2F?b HTTP/1.1\r\nHost: a.example\r\naccept: */*\r\nX-Latin: \u00e9\r\n"
                  + "Cookie: a\r\ncookie: b\r\n\r\n");
    }
  }

  @Test
  void the_response_is_told_as_it_came() {
    String response =
        "HTTP/1.1 404 Not here\r\nX-Latin: \u00e9\r\nSet-Cookie: a\r\nset-cookie: b\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n";
    try (RawServer server = answering(response)) {

      RecordedExchange exchange = LOOP.send(Loop.get(server.port())).awaitEnd();

      assertThat(exchange.events()).containsExactly("head", "ended");
      assertThat(exchange.head().status()).isEqualTo(404);
      assertThat(exchange.head().reason()).isEqualTo("Not here");
      assertThat(exchange.head().fields().first("X-Latin")).isEqualTo("\u00e9");
      assertThat(exchange.head().fields().joined("Set-Cookie")).isEqualTo("a, b");
      assertThat(exchange.head().fields().contains("Transfer-Encoding")).isTrue();
      assertThat(exchange.body()).isEqualTo("abcde");
      assertThat(exchange.trailers().first("X-Sum")).isEqualTo("1");
    }
  }

  @Test
  void a_body_that_ends_with_the_connection_is_whole() {
    try (RawServer server =
        RawServer.start(c -> {
          head(c);
          c.write("HTTP/1.0 200 OK\r\n\r\nabc");
        })) {

      RecordedExchange exchange = LOOP.send(Loop.get(server.port())).awaitEnd();

      assertThat(exchange.events()).containsExactly("head", "ended");
      assertThat(exchange.body()).isEqualTo("abc");
    }
  }

  @Test
  void a_body_of_known_length_is_sent_as_it_is_written() {
    CompletableFuture<String> sent = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          String head = head(c);
          sent.complete(head + new String(c.readExactly(6), ISO_8859_1));
          c.write(OK);
        })) {
      RecordedExchange exchange =
          LOOP.send(post(server.port(), false, "Content-Length: 6")).awaitWritable();

      exchange.write("abc");
      exchange.write("def");
      exchange.end().awaitEnd();

      assertThat(exchange.body()).isEqualTo("ok");
      assertThat(sent)
          .isCompletedWithValue(
              "POST /a%2F?b HTTP/1.1\r\nHost: a.example\r\nContent-Length: 6\r\n\r\nabcdef");
    }
  }

  @Test
  void a_chunked_body_stays_chunked() {
    CompletableFuture<String> sent = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          String head = head(c);
          sent.complete(head + c.readThrough("0\r\n\r\n"));
          c.write(OK);
        })) {
      RecordedExchange exchange = LOOP.send(post(server.port(), true)).awaitWritable();

      exchange.write("abc");
      exchange.write("def");
      exchange.end().awaitEnd();

      assertThat(sent.join().toLowerCase(Locale.ROOT))
          .isEqualTo(
              "post /a%2f?b http/1.1\r\nhost: a.example\r\ntransfer-encoding: chunked\r\n\r\n"
                  + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");
    }
  }

  @Test
  void an_interim_response_is_told_before_the_final_one() {
    try (RawServer server =
        RawServer.start(c -> {
          head(c);
          c.write("HTTP/1.1 100 Continue\r\n\r\n");
          c.readExactly(3);
          c.write(OK);
        })) {
      RecordedExchange exchange =
          LOOP.send(post(server.port(), false, "Content-Length: 3", "Expect: 100-continue"))
              .awaitWritable();
      Await.until("100", () -> exchange.events().contains("interim 100"));

      exchange.write("abc");
      exchange.end().awaitEnd();

      assertThat(exchange.events()).containsExactly("interim 100", "head", "ended");
    }
  }

  @Test
  void a_unix_socket_is_spoken_to_and_its_connection_kept() {
    Path socket = folder.resolve("s");
    try (RawServer server = RawServer.start(socket, c -> answerAll(c, OK))) {
      for (int i = 0; i < 2; i++) {
        RecordedExchange exchange =
            LOOP.send(
                    Loop.request(
                        "GET", new TcpUpstream.UnixSocket(socket), Loop.LONG, false, false))
                .awaitEnd();
        assertThat(exchange.body()).isEqualTo("ok");
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void localhost_is_found_on_the_other_family() {
    try (RawServer server = RawServer.start("::1", c -> answerAll(c, OK))) {
      RecordedExchange exchange =
          LOOP.send(
                  Loop.request(
                      "GET",
                      new TcpUpstream.HostPort("localhost", server.port()),
                      Loop.LONG,
                      false,
                      false))
              .awaitEnd();

      assertThat(exchange.body()).isEqualTo("ok");
    }
  }

  @Test
  void a_refused_connection_is_told() {
    try (ReservedPort port = ReservedPort.loopback()) {
      RecordedExchange exchange = LOOP.send(Loop.get(port.number())).awaitEnd();

      assertThat(exchange.events()).containsExactly("failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_CONNECT_REFUSED);
    }
  }

  @Test
  void bytes_that_are_no_response_are_a_bad_response() {
    try (RawServer server = answering("SSH-2.0-OpenSSH\r\n\r\n")) {

      RecordedExchange exchange = LOOP.send(Loop.get(server.port())).awaitEnd();

      assertThat(exchange.events()).containsExactly("failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_BAD_RESPONSE);
    }
  }

  @Test
  void an_upstream_that_does_not_read_makes_the_exchange_unwritable_and_later_writable_again() {
    CompletableFuture<Void> read = new CompletableFuture<>();
    int length = 32 << 20;
    try (RawServer server =
        RawServer.start(c -> {
          head(c);
          read.join();
          c.readExactly(length);
          c.write(OK);
        })) {
      RecordedExchange exchange =
          LOOP.send(post(server.port(), false, "Content-Length: " + length)).awaitWritable();
      String piece = "x".repeat(64 << 10);
      int written = 0;
      while (exchange.write(piece)) {
        written += piece.length();
      }
      written += piece.length();
      assertThat(written).as("taken for an upstream that does not read").isLessThan(length);

      read.complete(null);
      while (written < length) {
        Await.until("writable again", exchange::isWritable);
        exchange.write(piece);
        written += piece.length();
      }
      exchange.end().awaitEnd();

      assertThat(exchange.body()).isEqualTo("ok");
    }
  }

  @Test
  void aborting_closes_the_upstreams_connection_and_nothing_more_is_told() {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          head(c);
          c.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
          ending.complete(c.readToEnd());
        })) {
      RecordedExchange exchange = LOOP.send(Loop.get(server.port())).awaitHead();

      exchange.abort();

      assertThat(ending.join().bytes()).isEmpty();
      assertThat(exchange.events()).containsExactly("head");
    }
  }

  @Test
  void aborting_an_unfinished_request_closes_the_upstreams_connection() {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          head(c);
          ending.complete(c.readToEnd());
        })) {
      RecordedExchange exchange =
          LOOP.send(post(server.port(), false, "Content-Length: 10")).awaitWritable();
      exchange.write("abc");

      exchange.abort();
      exchange.write("def");

      assertThat(ending.join().text()).isEqualTo("abc");
      assertThat(exchange.events()).isEmpty();
    }
  }

  @Test
  void a_response_before_the_end_of_the_request_is_told_and_ends_the_connection() {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(c -> {
          head(c);
          c.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
          ending.complete(c.readToEnd());
        })) {
      RecordedExchange exchange =
          LOOP.send(post(server.port(), false, "Content-Length: 1000000")).awaitWritable();

      exchange.awaitEnd();

      assertThat(exchange.events()).containsExactly("head", "ended");
      assertThat(exchange.head().status()).isEqualTo(413);
      assertThat(exchange.body()).isEqualTo("no");
      assertThat(ending.join().bytes()).isEmpty();
    }
  }

  @Test
  void what_has_no_body_needs_none_and_the_connection_lives_on() {
    List<String> methods = new ArrayList<>();
    try (RawServer server =
        RawServer.start(c -> {
          for (String head = head(c); ; head = head(c)) {
            methods.add(head.substring(0, head.indexOf(' ')));
            c.write(
                switch (methods.getLast()) {
                  case "HEAD" -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
                  case "DELETE" -> "HTTP/1.1 204 No Content\r\n\r\n";
                  case "OPTIONS" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n";
                  default -> OK;
                });
          }
        })) {
      for (String method : new String[] {"HEAD", "DELETE", "OPTIONS", "GET"}) {
        RecordedExchange exchange =
            LOOP.send(
                    Loop.request(
                        method,
                        new TcpUpstream.HostPort("127.0.0.1", server.port()),
                        Loop.LONG,
                        false,
                        false))
                .awaitEnd();

        assertThat(exchange.reason()).isNull();
        assertThat(exchange.body()).isEqualTo(method.equals("GET") ? "ok" : "");
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static UpstreamRequest post(int port, boolean chunked, String... fields) {
    return Loop.request(
        "POST", new TcpUpstream.HostPort("127.0.0.1", port), Loop.LONG, chunked, true, fields);
  }

  static RawServer answering(String response) {
    return RawServer.start(c -> answerAll(c, response));
  }

  /** Takes each request's head, and resets its connection. */
  static RawServer resetting() {
    return RawServer.start(c -> {
      head(c);
      c.reset();
    });
  }

  static void answerAll(RawConnection connection, String response) throws java.io.IOException {
    while (true) {
      head(connection);
      connection.write(response);
    }
  }

  static String head(RawConnection connection) throws java.io.IOException {
    return connection.readThrough("\r\n\r\n");
  }
}
