package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sekisho.accept.AcceptFixture.HTTP;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.hello.ClientHellos;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;

/** Connections without TLS: how long they live, and what bounds them. */
class PlainConnectionTest {
  private static final int REQUESTS_AT_ONCE = 1000;
  private static final long MORE_THAN_BUFFERS_HOLD = 1L << 30;

  @AutoClose private AcceptFixture proxy;

  @Test
  void requests_in_one_segment_are_answered_in_their_order() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      requests.append(RawRequest.of("GET /" + i + " HTTP/1.1", "Host: a.example.com"));
    }
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(requests.toString());

      for (int i = 0; i < 500; i++) {
        assertThat(HttpReply.read(client.in()).field("Location"))
            .contains(proxy.https("a.example.com") + "/" + i);
      }
    }
  }

  @Test
  void a_head_may_come_byte_by_byte() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      for (char c : RawRequest.of("GET /slow HTTP/1.1", "Host: a.example.com").toCharArray()) {
        client.write(String.valueOf(c));
      }

      assertThat(HttpReply.read(client.in()).field("Location"))
          .contains(proxy.https("a.example.com") + "/slow");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 200000", "Transfer-Encoding: chunked"})
  void a_body_is_not_read_and_is_not_the_next_request(String framing) throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of("POST / HTTP/1.1", "Host: a.example.com", framing));
      client.write(RawRequest.of("GET /smuggled HTTP/1.1", "Host: a.example.com"));
      client.write("x".repeat(200_000));
      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(308);
      assertThat(reply.field("Connection")).contains("close");
      assertEnds(client);
    }
    assertThat(proxy.meters().requests(308)).isOne();
  }

  @Test
  void a_connection_is_kept_only_for_those_who_want_it() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection closing = proxy.connectPlainly();
        RawConnection old = proxy.connectPlainly();
        RawConnection keeping = proxy.connectPlainly()) {
      closing.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com", "Connection: close"));
      assertThat(HttpReply.read(closing.in()).field("Connection")).contains("close");
      assertEnds(closing);

      old.write(RawRequest.of("GET / HTTP/1.0", "Host: a.example.com"));
      assertThat(HttpReply.read(old.in()).field("Connection")).contains("close");
      assertEnds(old);

      for (int i = 0; i < 2; i++) {
        keeping.write(
            RawRequest.of("GET / HTTP/1.0", "Host: a.example.com", "Connection: keep-alive"));
        assertThat(HttpReply.read(keeping.in()).field("Connection")).contains("keep-alive");
      }
    }
  }

  @Test
  void as_many_requests_are_served_on_a_connection_as_the_configuration_says() throws IOException {
    proxy = AcceptFixture.speaking("\"keepalive_requests\": 2", HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      String request = RawRequest.of("GET / HTTP/1.1", "Host: a.example.com");
      client.write(request).write(request).write(request);

      assertThat(HttpReply.read(client.in()).field("Connection")).isEmpty();
      assertThat(HttpReply.read(client.in()).field("Connection")).contains("close");
      assertEnds(client);
    }
  }

  // 28
  @ParameterizedTest
  @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: a.example.com\r\nX-Sl"})
  void a_head_that_does_not_end_in_time_is_408_and_silence_nothing(String begun)
      throws IOException {
    proxy = AcceptFixture.speaking("\"request_header_timeout_secs\": 1", HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(begun);

      Ending ending = client.readToEnd();

      assertThat(ending.text().startsWith("HTTP/1.1 408 ")).isEqualTo(!begun.isEmpty());
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.REQUEST_HEADER_TIMEOUT))
        .isEqualTo(begun.isEmpty() ? 0 : 1);
  }

  @Test
  void a_connection_that_rests_too_long_is_closed() throws IOException {
    proxy = AcceptFixture.speaking("\"keepalive_timeout_secs\": 1", HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
      HttpReply.read(client.in());

      assertEnds(client);
    }
  }

  @Test
  void a_client_that_asks_and_asks_and_takes_nothing_is_cut() throws IOException {
    proxy = AcceptFixture.speaking("\"response_write_timeout_secs\": 1", HTTP);
    String requests =
        RawRequest.of("GET / HTTP/1.1", "Host: a.example.com").repeat(REQUESTS_AT_ONCE);
    try (RawConnection client = proxy.connectPlainly()) {
      assertThatThrownBy(
              () -> {
                while (client.bytesWritten() < MORE_THAN_BUFFERS_HOLD) {
                  client.write(requests);
                }
              })
          .isInstanceOf(IOException.class);
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.RESPONSE_WRITE_TIMEOUT)).isOne();
    assertThat(proxy.meters().requests(499)).isOne();
  }

  @Test
  void a_head_that_is_too_large_is_431() throws IOException {
    proxy = AcceptFixture.speaking("\"max_header_bytes\": 1024", HTTP);

    assertThat(
            proxy
                .sendPlainly("GET / HTTP/1.1", "Host: a.example.com", "X: " + "x".repeat(1024))
                .status())
        .isEqualTo(431);
  }

  @Test
  void connections_are_counted_as_what_they_are() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
      HttpReply.read(client.in());

      assertThat(proxy.meters().connections(RouteType.PLAIN_HTTP)).isOne();
      assertThat(proxy.meters().connections(RouteType.HTTP)).isZero();
      assertThat(proxy.meters().activeConnections()).isOne();
    }
    proxy.awaitNobody();
  }

  @Test
  void tls_is_not_spoken_here() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(ClientHellos.plain("a.example.com")).finish();

      assertThat(client.readToEnd().text()).doesNotContain("Location");
    }
  }

  @Test
  void a_trusted_peer_without_a_header_is_closed() throws IOException {
    proxy = AcceptFixture.introducedBy(60, "127.0.0.0/8", HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));

      assertThat(client.readToEnd().bytes()).isEmpty();
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.PROXY_HEADER_MALFORMED)).isOne();
  }

  private static void assertEnds(RawConnection client) throws IOException {
    Ending ending = client.readToEnd();
    assertThat(ending.bytes()).isEmpty();
    assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
  }
}
