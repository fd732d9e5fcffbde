package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sekisho.accept.AcceptFixture.HTTP;
import static sekisho.accept.AcceptFixture.reject;
import static sekisho.accept.AcceptFixture.route;
import static sekisho.accept.AcceptFixture.terminating;
import static sekisho.accept.AcceptFixture.transparent;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import sekisho.hello.ClientHellos;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.testing.Await;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.Ending;
import sekisho.testing.NamedServer;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;

/** Where connections go, and as what they are counted. */
class DispatchTest {
  private static final String DROP = reject("drop");
  private static final String UNRECOGNIZED_NAME = "15030300020270"; // RFC 6066 §3: 112
  private static final String NO_APPLICATION_PROTOCOL = "15030300020278"; // RFC 7301 §3.2: 120
  private static final byte[] HELLO = ClientHellos.plain("a.example.com");

  @AutoClose private final NamedServer upstream = NamedServer.named("upstream");
  @AutoClose private AcceptFixture proxy;

  @Test
  void a_transparent_route_gets_the_hello_untouched() throws IOException {
    proxy = AcceptFixture.routing(DROP, route("a.example.com", transparent(upstream.port())));
    try (RawConnection client = proxy.connect()) {
      client.write(HELLO);

      assertThat(client.readThrough("upstream")).isEqualTo("upstream");
      assertThat(client.readExactly(HELLO.length)).isEqualTo(HELLO);
      assertCounted(RouteType.TRANSPARENT);
    }
  }

  @Test
  void bytes_without_tls_go_to_a_transparent_default_and_are_not_lost() throws IOException {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      client.write("PING");

      assertThat(client.readThrough("upstream" + "PING")).isEqualTo("upstreamPING");
      assertCounted(RouteType.TRANSPARENT);
    }
  }

  @Test
  void bytes_without_tls_go_nowhere_where_the_default_ends_tls() throws IOException {
    proxy = AcceptFixture.routing(HTTP, route("a.example.com", transparent(upstream.port())));
    try (RawConnection client = proxy.connect()) {
      client.write("GET / HTTP/1.1\r\n\r\n");

      assertDropped(client);
    }
    assertRejected(Reason.NOT_TLS);
  }

  @Test
  void a_silent_client_is_connected_to_a_transparent_default_that_speaks_first()
      throws IOException {
    proxy = AcceptFixture.impatient(transparent(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      assertThat(client.readThrough("upstream")).isEqualTo("upstream");
      assertCounted(RouteType.TRANSPARENT);
      assertThat(proxy.meters().errors(Reason.HELLO_TIMEOUT)).isZero();
    }
  }

  @Test
  void a_silent_client_is_dropped_elsewhere() throws IOException {
    proxy = AcceptFixture.impatient(HTTP);
    try (RawConnection client = proxy.connect()) {
      assertDropped(client);
    }
    assertRejected(Reason.HELLO_TIMEOUT);
  }

  @Test
  void a_hello_that_does_not_end_in_time_never_reaches_a_transparent_default() throws IOException {
    proxy = AcceptFixture.impatient(transparent(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      client.write(HELLO, 0, HELLO.length - 1);

      assertDropped(client);
    }
    assertRejected(Reason.HELLO_TIMEOUT);
  }

  @Test
  void a_malformed_hello_never_reaches_a_transparent_default() throws IOException {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      client.write(ClientHellos.plain().serverName("a..b").build());

      assertDropped(client);
    }
    assertRejected(Reason.HELLO_MALFORMED);
  }

  @Test
  void a_hello_cut_by_fin_never_reaches_a_transparent_default() throws IOException {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      client.write(Arrays.copyOf(HELLO, 20)).finish();

      assertDropped(client);
    }
    assertRejected(Reason.HELLO_MALFORMED);
  }

  @Test
  void who_connects_and_leaves_is_neither_dispatched_nor_an_error() throws IOException {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      Await.until("it was accepted", () -> proxy.meters().activeConnections() == 1);
      client.finish();

      assertDropped(client);
    }
    proxy.awaitNobody();
    for (RouteType type : RouteType.values()) {
      assertThat(proxy.meters().connections(type)).as("%s", type).isZero();
    }
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void a_rejected_name_is_refused_in_the_manner_of_its_route() throws IOException {
    proxy =
        AcceptFixture.routing(
            transparent(upstream.port()), route("a.example.com", reject("alert")));
    try (RawConnection client = proxy.connect()) {
      client.write(HELLO);

      assertThat(client.readToEnd().bytes()).asHexString().isEqualTo(UNRECOGNIZED_NAME);
    }
    assertRejected(Reason.SNI_REJECTED);
  }

  @Test
  void what_is_no_hello_is_refused_in_the_manner_of_a_rejecting_default() throws IOException {
    proxy = AcceptFixture.routing(reject("reset"));
    try (RawConnection client = proxy.connect()) {
      client.write(ClientHellos.plain().serverName("a..b").build());

      assertThat(client.readToEnd().manner()).isEqualTo(Ending.Manner.RST);
    }
    assertRejected(Reason.HELLO_MALFORMED);
  }

  @Test
  void a_client_without_a_common_protocol_gets_its_alert_and_no_handshake() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connect()) {
      client.write(ClientHelloBytes.ofJdk("a.example.com", "h2"));

      assertThat(client.readToEnd().bytes()).asHexString().isEqualTo(NO_APPLICATION_PROTOCOL);
    }
    assertRejected(Reason.TLS_ALPN);
  }

  @Test
  void a_terminated_route_is_counted_when_its_handshake_is_done() throws IOException {
    proxy = AcceptFixture.routing(DROP, route("a.example.com", terminating(upstream.port())));
    try (RawTlsClient client = offer("a.example.com").connect(proxy.address())) {
      client.write("PING");

      assertThat(client.in().readNBytes(12)).asString().isEqualTo("upstreamPING");
      assertCounted(RouteType.TLS_TERMINATE);
    }
  }

  @Test
  void a_handshake_that_fails_connects_nowhere() {
    proxy = AcceptFixture.routing(terminating(upstream.port()));

    assertThatThrownBy(() ->
            offer("a.example.com")
                .protocols("TLSv1.2")
                .signatureSchemes("rsa_pkcs1_sha256")
                .connect(proxy.address()))
        .isInstanceOf(IOException.class);

    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.TLS_HANDSHAKE)).isOne();
    assertThat(proxy.meters().connections(RouteType.TLS_TERMINATE)).isZero();
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void a_client_that_ends_its_side_in_the_handshake_is_let_go_of_at_once() throws IOException {
    byte[] hello = ClientHelloBytes.ofJdk("a.example.com");
    proxy = AcceptFixture.routing(terminating(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      client.write(hello);
      assertThat(client.readExactly(1)).as("of the server's flight").isNotEmpty();

      client.finish().readToEnd();

      proxy.awaitNobody();
    }
    assertThat(proxy.meters().errors(Reason.TLS_HANDSHAKE)).isOne();
    assertThat(proxy.meters().errors(Reason.TLS_HANDSHAKE_TIMEOUT)).isZero();
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void a_handshake_that_does_not_end_in_time_is_cut() throws IOException {
    byte[] hello = ClientHelloBytes.ofJdk("a.example.com");
    proxy = AcceptFixture.impatient(terminating(upstream.port()));
    try (RawConnection client = proxy.connect()) {
      client.write(hello);

      assertThat(client.readToEnd().bytes()).as("the server's flight").isNotEmpty();
    }
    // The channel is closed first, and then its handshake hears that it has failed.
    Await.until("counted", () -> proxy.meters().errors(Reason.TLS_HANDSHAKE_TIMEOUT) == 1);
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.TLS_HANDSHAKE)).isZero();
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void http_is_counted_when_its_handshake_is_done() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawTlsClient client = offer("a.example.com").connect(proxy.address())) {
      client.write("GET / HTTP/1.0\r\nHost: a.example.com\r\n\r\n");

      assertThat(client.readToEnd().bytes()).asString().startsWith("HTTP/1.1 404 ");
      assertCounted(RouteType.HTTP);
    }
  }

  @Test
  void an_upstream_that_does_not_answer_closes_the_client() throws IOException {
    int nobody = upstream.port();
    upstream.close();
    proxy = AcceptFixture.routing(transparent(nobody));
    try (RawConnection client = proxy.connect()) {
      client.write("PING");

      assertThat(client.readToEnd().bytes()).isEmpty();
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.UPSTREAM_CONNECT)).isOne();
  }

  private void assertCounted(RouteType expected) {
    for (RouteType type : RouteType.values()) {
      assertThat(proxy.meters().connections(type))
          .as("%s", type)
          .isEqualTo(type == expected ? 1 : 0);
    }
  }

  private void assertRejected(Reason reason) {
    proxy.awaitNobody();
    assertCounted(RouteType.REJECT);
    assertThat(proxy.meters().errors(reason)).isOne();
    assertThat(upstream.connections()).isZero();
  }

  private static RawTlsClient.Offer offer(String name) {
    return RawTlsClient.of(TlsCertificates.credulousContext()).sni(name);
  }

  /** FIN, and not a byte. */
  private static void assertDropped(RawConnection client) throws IOException {
    Ending ending = client.readToEnd();
    assertThat(ending.bytes()).isEmpty();
    assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
  }
}
