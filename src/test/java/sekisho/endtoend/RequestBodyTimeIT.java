package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Payload;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/** The time that a client has for its body: it runs while more of it is wanted, and only then. */
class RequestBodyTimeIT {
  /** Well over the second that the client has. */
  private static final Duration LONGER = Duration.ofMillis(2500);

  /** More than what the kernels and the proxy take while the upstream does not read. */
  private static final int LARGE_BYTES = 64 << 20;

  private static final String EARLY_HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir static Path folder;

  /** Given for each half that has reached the upstream. */
  private static final Semaphore HALF_ARRIVED = new Semaphore(0);

  @AutoClose static RawServer upstream = RawServer.start(RequestBodyTimeIT::play);
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "request_body_timeout_secs": 1,
            "routes": [{ "path_prefix": "/", "upstream": "http://UPSTREAM" }]
            """
                .replace("UPSTREAM", upstream.address()));
  }

  private static void play(RawConnection connection) throws IOException {
    String head = connection.readThrough("\r\n\r\n");
    if (head.contains("/early")) {
      connection.write(EARLY_HEAD + "5\r\nfirst\r\n");
      Await.passing(LONGER);
      connection.write("4\r\nlast\r\n0\r\n\r\n");
      connection.readToEnd();
    } else if (head.contains("/expect")) {
      // A hint is no invitation.
      connection.write("HTTP/1.1 103 Early Hints\r\n\r\n");
      Await.passing(LONGER);
      connection.write("HTTP/1.1 100 Continue\r\n\r\n");
      connection.readThrough("body");
      connection.write(RawOrigin.ok("thanks"));
    } else if (head.contains("/busy")) {
      Await.passing(LONGER);
      new Payload.Check().readThrough(LARGE_BYTES, connection::read);
      connection.write(RawOrigin.ok("all"));
    } else {
      connection.readThrough("half");
      HALF_ARRIVED.release();
      connection.readThrough("rest");
      Await.passing(LONGER);
      connection.write(RawOrigin.ok("late"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 8|half|rest",
        "Transfer-Encoding: chunked|4\r\nhalf\r\n|4\r\nrest\r\n0\r\n\r\n"
      })
  void it_stops_at_the_end_of_the_body_however_long_the_answer_takes(String request)
      throws IOException {
    String[] parts = request.split("\\|");
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of("POST /late HTTP/1.1", "Host: a.example.com", parts[0]) + parts[1]);
      HALF_ARRIVED.acquireUninterruptibly();
      client.write(parts[2]);

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo("late");
    }
  }

  @Test
  void it_rests_while_the_upstream_takes_nothing() throws Exception {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of(
              "POST /busy HTTP/1.1", "Host: a.example.com", "Content-Length: " + LARGE_BYTES));
      Payload.write(LARGE_BYTES, client.out()::write);

      assertThat(HttpReply.read(client.in()).text()).isEqualTo("all");
    }
  }

  @Test
  void it_rests_while_the_client_waits_to_be_asked_for_the_body() throws Exception {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of(
              "POST /expect HTTP/1.1",
              "Host: a.example.com",
              "Expect: 100-continue",
              "Content-Length: 4"));
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(103);
      assertThat(HttpReply.read(client.in()).status()).isEqualTo(100);
      client.write("body");

      assertThat(HttpReply.read(client.in()).text()).isEqualTo("thanks");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1|Connection: Expect", "HTTP/1.0|X: y"})
  void it_runs_for_a_client_that_waits_to_be_asked_where_nobody_will_ask(String request)
      throws Exception {
    String[] parts = request.split("\\|");
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of(
              "POST /unasked " + parts[0],
              "Host: a.example.com",
              "Expect: 100-continue",
              "Content-Length: 4",
              parts[1]));

      assertThat(HttpReply.read(client.in()).status()).isEqualTo(408);
    }
  }

  @Test
  void an_answer_that_comes_before_the_end_of_the_body_is_not_cut_by_it() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of("POST /early HTTP/1.1", "Host: a.example.com", "Content-Length: 1000")
              + "unfinished");

      HttpReply reply = HttpReply.read(client.in());
      TlsEnding ending = client.readToEnd();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("Connection")).contains("close");
      assertThat(reply.text()).isEqualTo("firstlast");
      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void a_body_that_stops_is_408_and_the_end() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of("POST /stopped HTTP/1.1", "Host: a.example.com", "Content-Length: 1000")
              + "half");

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.field("Connection")).contains("close");
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(proxy.sekisho().accessLog().await("/stopped").path("reason").asText())
          .isEqualTo("request_body_timeout");
      HALF_ARRIVED.acquireUninterruptibly();
    }
  }
}
