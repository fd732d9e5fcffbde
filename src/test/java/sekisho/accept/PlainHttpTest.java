package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.accept.AcceptFixture.HTTP;
import static sekisho.accept.AcceptFixture.reject;
import static sekisho.accept.AcceptFixture.route;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.acme.ChallengeAnswers.Answering;
import sekisho.hello.ClientHellos;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;

/** The port without TLS: challenges and redirects, by a server as strict as any of this proxy. */
class PlainHttpTest {
  private static final String PATH = "/.well-known/acme-challenge/";
  private static final String TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA";
  private static final String KEY_AUTHORIZATION =
      TOKEN + ".9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI";

  @AutoClose private AcceptFixture proxy;

  @ParameterizedTest
  @ValueSource(
      strings = {"a.example.com", "a.example.com:80", "127.0.0.1", "[2001:db8::7]", "evil.example"})
  void a_token_that_is_being_validated_is_answered_whatever_the_host(String host)
      throws IOException {
    proxy = AcceptFixture.routing(reject("drop"));
    try (Answering answering = proxy.challenges().onHttp(TOKEN, KEY_AUTHORIZATION)) {
      HttpReply reply = send("GET " + PATH + TOKEN + " HTTP/1.1", "Host: " + host);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("Content-Type")).contains("application/octet-stream");
      assertThat(reply.text()).isEqualTo(KEY_AUTHORIZATION);
      assertThat(answering.askers()).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    }
  }

  @Test
  void a_token_is_answered_to_http_1_0_without_a_host_and_to_the_absolute_form()
      throws IOException {
    proxy = AcceptFixture.routing(reject("drop"));
    try (Answering _ = proxy.challenges().onHttp(TOKEN, KEY_AUTHORIZATION)) {
      assertThat(send("GET " + PATH + TOKEN + " HTTP/1.0").text()).isEqualTo(KEY_AUTHORIZATION);
      assertThat(
              send("GET http://a.example" + PATH + TOKEN + " HTTP/1.1", "Host: a.example").text())
          .isEqualTo(KEY_AUTHORIZATION);
    }
  }

  @Test
  void to_head_the_answer_has_the_length_and_no_body() throws IOException {
    proxy = AcceptFixture.routing(reject("drop"));
    try (Answering _ = proxy.challenges().onHttp(TOKEN, KEY_AUTHORIZATION);
        RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of("HEAD " + PATH + TOKEN + " HTTP/1.1", "Host: a.example"));
      HttpReply head = HttpReply.read(client.in(), "HEAD");
      client.write(RawRequest.of("GET " + PATH + TOKEN + " HTTP/1.1", "Host: a.example"));

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.field("Content-Length")).contains("" + KEY_AUTHORIZATION.length());
      assertThat(HttpReply.read(client.in()).text()).isEqualTo(KEY_AUTHORIZATION);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, other",
    "GET, ''",
    "GET, evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA/",
    "GET, evagxfads6psrb2lav9izf17dt3juxgj-pct92wr-oa",
    "POST, evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA"
  })
  void what_nobody_here_asked_for_is_redirected_for_an_upstream_may_have(
      String method, String token) throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (Answering answering = proxy.challenges().onHttp(TOKEN, KEY_AUTHORIZATION)) {
      HttpReply reply = send(method + " " + PATH + token + " HTTP/1.1", "Host: a.example.com");

      assertThat(reply.status()).isEqualTo(308);
      assertThat(reply.field("Location")).contains(https("a.example.com") + PATH + token);
      assertThat(answering.askers()).isEmpty();
    }
  }

  @Test
  void a_token_is_redirected_again_when_it_is_not_being_validated_any_more() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    proxy.challenges().onHttp(TOKEN, KEY_AUTHORIZATION).close();

    assertThat(send("GET " + PATH + TOKEN + " HTTP/1.1", "Host: a.example.com").status())
        .isEqualTo(308);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "MYSTERY"})
  void every_method_is_redirected_with_nothing_else(String method) throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of(method + " /a?b HTTP/1.1", "Host: a.example.com:8080"));
      HttpReply reply = HttpReply.read(client.in(), method);

      assertThat(reply.status()).isEqualTo(308);
      assertThat(reply.field("Location")).contains(https("a.example.com") + "/a?b");
      assertThat(reply.field("Content-Length")).contains("0");
      assertThat(reply.field("Connection")).isEmpty();
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().requests(308)).isOne();
  }

  @Test
  void the_absolute_forms_authority_is_the_host() throws IOException {
    proxy = AcceptFixture.routing(HTTP);

    HttpReply reply = send("GET http://b.example.com?q HTTP/1.0");

    assertThat(reply.field("Location")).contains(https("b.example.com") + "/?q");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "[::1]", "old.example.com", "a~b"})
  void who_is_not_served_here_is_not_sent_anywhere(String host) throws IOException {
    proxy =
        AcceptFixture.routing(
            reject("drop"), route("a.example.com", HTTP), route("old.example.com", reject("drop")));

    HttpReply reply = send("GET / HTTP/1.1", "Host: " + host);

    assertThat(reply.status()).isEqualTo(421);
    assertThat(reply.field("Location")).isEmpty();
    assertThat(reply.text()).contains("misdirected_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET / HTTP/1.0",
        "GET / HTTP/1.1|Host: a.example.com|Host: a.example.com",
        "GET / HTTP/1.1|Host: user@a.example.com",
        "GET / HTTP/1.1|Host: a.example.com, evil.example",
        "GET / HTTP/1.1|Host: a.example.com/evil",
        "GET / HTTP/1.1|Host: a.example.com:80:80",
        "GET / HTTP/1.1|Host: a.example.com\rX: y",
        "GET /a\rb HTTP/1.1|Host: a.example.com",
        "GET http://b.example.com/ HTTP/1.1|Host: a.example.com",
        "GET /#f HTTP/1.1|Host: a.example.com",
        "GET / HTTP/1.1|Host: a.example.com|Content-Length: 1|Transfer-Encoding: chunked",
        "GET / HTTP/1.1|Host: a.example.com|X : y",
        "GET * HTTP/1.1|Host: a.example.com"
      })
  void what_is_in_doubt_is_400_and_the_end(String head) throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of(head.split("\\|")));
      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.field("Connection")).contains("close");
      assertThat(reply.field("Location")).isEmpty();
      assertEnds(client);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS * HTTP/1.1, 200",
    "TRACE / HTTP/1.1, 405",
    "CONNECT a.example.com:443 HTTP/1.1, 501",
    "GET / HTTP/2.0, 505"
  })
  void what_is_no_request_for_a_resource_is_answered_as_on_the_other_port(String line, int status)
      throws IOException {
    proxy = AcceptFixture.routing(HTTP);

    HttpReply reply = send(line, "Host: a.example.com");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.field("Location")).isEmpty();
    assertThat(reply.field("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  void another_expectation_is_417_and_the_usual_one_gets_its_final_answer_at_once()
      throws IOException {
    proxy = AcceptFixture.routing(HTTP);

    assertThat(send("GET / HTTP/1.1", "Host: a.example.com", "Expect: x").status()).isEqualTo(417);
    HttpReply reply =
        send("POST / HTTP/1.1", "Host: a.example.com", "Expect: 100-continue", "Content-Length: 5");
    assertThat(reply.status()).isEqualTo(308);
    assertThat(reply.field("Connection")).contains("close");
  }

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
            .contains(https("a.example.com") + "/" + i);
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
          .contains(https("a.example.com") + "/slow");
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
  void a_head_that_is_too_large_is_431() throws IOException {
    proxy = AcceptFixture.speaking("\"max_header_bytes\": 1024", HTTP);

    assertThat(send("GET / HTTP/1.1", "Host: a.example.com", "X: " + "x".repeat(1024)).status())
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
  void behind_a_load_balancer_the_header_comes_first_and_says_who_asks() throws IOException {
    proxy = AcceptFixture.introducedBy(60, "127.0.0.0/8", HTTP);
    try (Answering answering = proxy.challenges().onHttp(TOKEN, KEY_AUTHORIZATION);
        RawConnection client = proxy.connectPlainly()) {
      client.write(
          "PROXY TCP4 192.0.2.1 203.0.113.7 4444 80\r\n"
              + RawRequest.of("GET " + PATH + TOKEN + " HTTP/1.1", "Host: a.example.com"));

      assertThat(HttpReply.read(client.in()).text()).isEqualTo(KEY_AUTHORIZATION);
      assertThat(answering.askers()).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
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

  private String https(String host) {
    return "https://" + host + ":" + proxy.address().getPort();
  }

  private HttpReply send(String... lines) throws IOException {
    try (RawConnection client = proxy.connectPlainly()) {
      client.write(RawRequest.of(lines));
      return HttpReply.read(client.in());
    }
  }

  private static void assertEnds(RawConnection client) throws IOException {
    Ending ending = client.readToEnd();
    assertThat(ending.bytes()).isEmpty();
    assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
  }
}
