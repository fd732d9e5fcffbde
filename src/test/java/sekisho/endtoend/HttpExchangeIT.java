package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;
import sekisho.testing.Nginx;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

/** Messages between one client connection and pooled upstream connections. */
class HttpExchangeIT {
  @TempDir static Path folder;
  @AutoClose static Nginx nginx;
  @AutoClose static RawOrigin origin = RawOrigin.answering(HttpExchangeIT::answer);
  @AutoClose static HttpFixture proxy;

  /** Nobody else gets it over IPv4. */
  @AutoClose static ReservedPort ipv6Port = ReservedPort.anywhere();

  @AutoClose
  static RawServer overIpv6 =
      RawServer.start(
          new InetSocketAddress("::1", ipv6Port.number()),
          connection -> {
            connection.readThrough("\r\n\r\n");
            connection.write(RawOrigin.ok("over IPv6"));
          });

  /** Answers without a length, and ends. */
  @AutoClose
  static RawServer untilClose =
      RawServer.start(connection -> {
        connection.readThrough("\r\n\r\n");
        connection.write("HTTP/1.1 200 OK\r\n\r\nuntil the end");
      });

  /** Asks for the body with 100, after a hint with 103. */
  @AutoClose
  static RawServer interim =
      RawServer.start(connection -> {
        connection.readThrough("\r\n\r\n");
        connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
        connection.write("HTTP/1.1 100 Continue\r\n\r\n");
        String body = new String(connection.readExactly(4), ISO_8859_1);
        connection.write(RawOrigin.ok("got " + body));
        connection.readToEnd();
      });

  private static String answer(RawOrigin.Request request) {
    String target = request.line().split(" ")[1];
    return switch (target) {
      case "/head" -> "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
      case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
      case "/304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n";
      case "/chunked" ->
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
              + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n";
      default -> RawOrigin.ok(target + " " + new String(request.body(), ISO_8859_1));
    };
  }

  @BeforeAll
  static void start() {
    nginx = Nginx.start(folder, TlsCertificates.in(folder).ecdsa("nginx", "DNS:localhost"));
    proxy =
        HttpFixture.start(
            folder,
            """
            "routes": [
              { "path": "/until-close", "upstream": "http://UNTIL_CLOSE" },
              { "path": "/interim", "upstream": "http://INTERIM" },
              { "path_prefix": "/unix", "upstream": "unix:SOCKET" },
              { "path_prefix": "/named", "upstream": "http://localhost:NGINX" },
              { "path": "/ipv6", "upstream": "http://localhost:OVER_IPV6" },
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("UNTIL_CLOSE", untilClose.address())
                .replace("INTERIM", interim.address())
                .replace("SOCKET", nginx.socket().toString())
                .replace("NGINX", Integer.toString(nginx.port()))
                .replace("OVER_IPV6", Integer.toString(overIpv6.port()))
                .replace("ORIGIN", origin.url()));
  }

  @Test
  void requests_of_one_client_reuse_one_upstream_connection() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpFixture.send(client, "GET /first HTTP/1.1");
      int connections = origin.connections();

      for (int i = 0; i < 5; i++) {
        assertThat(HttpFixture.send(client, "GET /" + i + " HTTP/1.1").text())
            .isEqualTo("/" + i + " ");
      }

      assertThat(origin.connections()).isEqualTo(connections);
    }
  }

  // 10
  @Test
  void pipelined_requests_are_answered_in_order() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          """
          POST /1 HTTP/1.1
          Host: a.example.com
          Content-Length: 3

          oneGET /2 HTTP/1.1
          Host: a.example.com

          POST /3 HTTP/1.1
          Host: a.example.com
          Transfer-Encoding: chunked

          5
          three
          0

          GET /4 HTTP/1.1
          Host: a.example.com

          """
              .replace("\n", "\r\n"));

      assertThat(HttpReply.read(client.in()).text()).isEqualTo("/1 one");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("/2 ");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("/3 three");
      assertThat(HttpReply.read(client.in()).text()).isEqualTo("/4 ");
    }
  }

  @Test
  void a_request_with_a_length_keeps_it_and_a_chunked_one_stays_chunked() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write("POST /l HTTP/1.1\r\nHost: a.example.com\r\nContent-Length: 2\r\n\r\nab");
      HttpReply.read(client.in());
      RawOrigin.Request withLength = origin.lastRequest();
      client.write(
          "POST /c HTTP/1.1\r\nHost: a.example.com\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\nab\r\n0\r\n\r\n");
      HttpReply.read(client.in());
      RawOrigin.Request chunked = origin.lastRequest();

      assertThat(withLength.values("Content-Length")).containsExactly("2");
      assertThat(withLength.values("Transfer-Encoding")).isEmpty();
      assertThat(chunked.values("Content-Length")).isEmpty();
      assertThat(chunked.values("Transfer-Encoding")).containsExactly("chunked");
      assertThat(chunked.body()).asString().isEqualTo("ab");
    }
  }

  @Test
  void a_chunked_response_stays_chunked_with_its_trailers() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write("GET /chunked HTTP/1.1\r\nHost: a.example.com\r\nConnection: close\r\n\r\n");

      String all = client.readToEnd().text();

      assertThat(all).containsIgnoringCase("\r\nTransfer-Encoding: chunked\r\n");
      assertThat(all.replaceAll("(?s)^.*?\r\n\r\n", "").replaceAll("\r\n\\d\r\n|^\\d\r\n", ""))
          .contains("abc")
          .endsWith("X-T: 1\r\n\r\n");
    }
  }

  // 14
  @ParameterizedTest
  @CsvSource({"HEAD, /head, 200", "GET, /204, 204", "GET, /304, 304"})
  void a_response_without_a_body_leaves_both_connections_good(
      String method, String path, int status) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply bodiless = HttpFixture.send(client, method + " " + path + " HTTP/1.1");
      int connections = origin.connections();
      HttpReply next = HttpFixture.send(client, "GET /next HTTP/1.1");

      assertThat(bodiless.status()).isEqualTo(status);
      assertThat(next.text()).isEqualTo("/next ");
      assertThat(origin.connections()).isEqualTo(connections);
    }
  }

  @Test
  void a_body_that_ends_with_the_upstream_connection_becomes_chunked() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET /until-close HTTP/1.1");
      HttpReply next = HttpFixture.send(client, "GET /next HTTP/1.1");

      assertThat(reply.field("Transfer-Encoding")).contains("chunked");
      assertThat(reply.text()).isEqualTo("until the end");
      assertThat(next.text()).isEqualTo("/next ");
    }
  }

  // 13
  @Test
  void expect_and_interim_responses_pass() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply hint =
          HttpFixture.send(
              client, "POST /interim HTTP/1.1", "Expect: 100-continue", "Content-Length: 4");
      HttpReply goOn = HttpReply.read(client.in());
      client.write("body");
      HttpReply last = HttpReply.read(client.in());

      assertThat(hint.status()).isEqualTo(103);
      assertThat(hint.field("Link")).contains("</a.css>");
      assertThat(goOn.status()).isEqualTo(100);
      assertThat(last.text()).isEqualTo("got body");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/unix", "/named"})
  void an_upstream_is_a_unix_socket_or_a_name(String path) throws IOException {
    HttpReply reply = proxy.send("GET " + path + " HTTP/1.1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).contains("uri=" + path + "\n");
  }

  @Test
  void every_address_of_a_name_is_tried() throws IOException {
    assertThat(proxy.send("GET /ipv6 HTTP/1.1").text()).isEqualTo("over IPv6");
  }

  @Test
  void an_http_1_0_client_gets_a_decoded_body_and_the_end() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write("GET /chunked HTTP/1.0\r\n\r\n");

      TlsEnding ending = client.readToEnd();

      assertThat(ending.text()).doesNotContainIgnoringCase("chunked").endsWith("\r\n\r\nabcde");
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  // 27
  @Test
  void connection_close_is_honoured_after_a_whole_response() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET /x HTTP/1.1", "Connection: close");

      assertThat(reply.text()).isEqualTo("/x ");
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }
}
