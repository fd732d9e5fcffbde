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
      HttpReply reply = proxy.sendPlainly("GET " + PATH + TOKEN + " HTTP/1.1", "Host: " + host);

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
      assertThat(proxy.sendPlainly("GET " + PATH + TOKEN + " HTTP/1.0").text())
          .isEqualTo(KEY_AUTHORIZATION);
      assertThat(
              proxy
                  .sendPlainly(
                      "GET http://a.example" + PATH + TOKEN + " HTTP/1.1", "Host: a.example")
                  .text())
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
      HttpReply reply =
          proxy.sendPlainly(method + " " + PATH + token + " HTTP/1.1", "Host: a.example.com");

      assertThat(reply.status()).isEqualTo(308);
      assertThat(reply.field("Location")).contains(proxy.https("a.example.com") + PATH + token);
      assertThat(answering.askers()).isEmpty();
    }
  }

  @Test
  void a_token_is_redirected_again_when_it_is_not_being_validated_any_more() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    proxy.challenges().onHttp(TOKEN, KEY_AUTHORIZATION).close();

    assertThat(
            proxy.sendPlainly("GET " + PATH + TOKEN + " HTTP/1.1", "Host: a.example.com").status())
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
      assertThat(reply.field("Location")).contains(proxy.https("a.example.com") + "/a?b");
      assertThat(reply.field("Content-Length")).contains("0");
      assertThat(reply.field("Connection")).isEmpty();
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().requests(308)).isOne();
  }

  @Test
  void the_absolute_forms_authority_is_the_host() throws IOException {
    proxy = AcceptFixture.routing(HTTP);

    HttpReply reply = proxy.sendPlainly("GET http://b.example.com?q HTTP/1.0");

    assertThat(reply.field("Location")).contains(proxy.https("b.example.com") + "/?q");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "[::1]", "old.example.com", "a~b"})
  void who_is_not_served_here_is_not_sent_anywhere(String host) throws IOException {
    proxy =
        AcceptFixture.routing(
            reject("drop"), route("a.example.com", HTTP), route("old.example.com", reject("drop")));

    HttpReply reply = proxy.sendPlainly("GET / HTTP/1.1", "Host: " + host);

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

    HttpReply reply = proxy.sendPlainly(line, "Host: a.example.com");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.field("Location")).isEmpty();
    assertThat(reply.field("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  void another_expectation_is_417_and_the_usual_one_gets_its_final_answer_at_once()
      throws IOException {
    proxy = AcceptFixture.routing(HTTP);

    assertThat(proxy.sendPlainly("GET / HTTP/1.1", "Host: a.example.com", "Expect: x").status())
        .isEqualTo(417);
    HttpReply reply =
        proxy.sendPlainly(
            "POST / HTTP/1.1", "Host: a.example.com", "Expect: 100-continue", "Content-Length: 5");
    assertThat(reply.status()).isEqualTo(308);
    assertThat(reply.field("Connection")).contains("close");
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

  private static void assertEnds(RawConnection client) throws IOException {
    Ending ending = client.readToEnd();
    assertThat(ending.bytes()).isEmpty();
    assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
  }
}
