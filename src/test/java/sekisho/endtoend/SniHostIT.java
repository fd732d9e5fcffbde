package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.testing.Curl;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;

/** A request's host and the server name of its connection. */
class SniHostIT {
  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"" + origin.url() + "\" }]");
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, A.Example.COM.:443, 200",
    "b.example.com, b.example.com, 200",
    "a.example.com, b.example.com, 421",
    "a.example.com, 127.0.0.1, 421"
  })
  void the_host_must_be_the_server_name(String sni, String host, int status) throws IOException {
    try (RawTlsClient client = proxy.connect(sni)) {
      HttpReply reply = RawRequest.send(client, "GET / HTTP/1.1", "Host: " + host);

      assertThat(reply.status()).isEqualTo(status);
    }
  }

  @Test
  void curl_sends_the_same_name_twice_unless_it_is_told_otherwise() {
    Curl curl = Curl.to(proxy.sekisho().address(), proxy.certificates().authority());

    assertThat(curl.get("b.example.com", "/").status()).isEqualTo(200);
    assertThat(curl.get("b.example.com", "/", "-H", "Host: a.example.com").status()).isEqualTo(421);
  }

  @Test
  void a_misdirected_request_reaches_nobody_and_the_connection_goes_on() throws IOException {
    int before = origin.requests().size();
    try (RawTlsClient client = proxy.connect("a.example.com")) {
      HttpReply reply = RawRequest.send(client, "GET /misdirected HTTP/1.1", "Host: b.example.com");

      assertThat(reply.status()).isEqualTo(421);
      assertThat(reply.text()).contains("misdirected_request");
      assertThat(origin.requests()).hasSize(before);
      JsonNode line = proxy.sekisho().accessLog().await("/misdirected");
      assertThat(line.path("reason").asText()).isEqualTo("misdirected_request");
      assertThat(HttpFixture.send(client, "GET / HTTP/1.1").status()).isEqualTo(200);
    }
  }

  @Test
  void the_authority_of_an_absolute_form_must_be_it_too() throws IOException {
    try (RawTlsClient client = proxy.connect("a.example.com")) {
      String[] other = {"GET http://b.example.com/ HTTP/1.1", "Host: b.example.com"};
      String[] same = {"GET http://a.example.com/ HTTP/1.1", "Host: a.example.com"};

      assertThat(RawRequest.send(client, other).status()).isEqualTo(421);
      assertThat(RawRequest.send(client, same).status()).isEqualTo(200);
    }
  }

  @Test
  void a_client_of_the_bare_address_sends_no_server_name_and_is_served() throws IOException {
    try (RawTlsClient client =
        RawTlsClient.of(proxy.certificates().trustingContext())
            .connect(proxy.sekisho().address())) {
      HttpReply reply = RawRequest.send(client, "GET / HTTP/1.1", "Host: 127.0.0.1:8443");

      assertThat(reply.status()).isEqualTo(200);
    }
  }

  @Test
  void an_http_1_0_client_that_names_no_host_is_served() throws IOException {
    try (RawTlsClient client = proxy.connect("a.example.com")) {
      assertThat(RawRequest.send(client, "GET / HTTP/1.0").status()).isEqualTo(200);
    }
  }
}
