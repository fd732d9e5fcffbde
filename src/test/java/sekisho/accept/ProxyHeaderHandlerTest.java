package sekisho.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.accept.AcceptFixture.transparent;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.hello.ClientHellos;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.testing.Await;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.Ending;
import sekisho.testing.LogLines;
import sekisho.testing.NamedServer;
import sekisho.testing.RawConnection;

/** The PROXY header before a connection's first bytes: who has to send one, and who must not. */
class ProxyHeaderHandlerTest {
  private static final String HERE = "127.0.0.0/8";
  private static final String ELSEWHERE = "10.0.0.0/8";
  private static final byte[] HEADER =
      "PROXY TCP4 192.0.2.1 203.0.113.7 4444 443\r\n".getBytes(US_ASCII);
  private static final int PATIENCE_SECONDS = 60;

  @AutoClose private final NamedServer upstream = NamedServer.named("upstream");
  @AutoClose private final LogLines lines = LogLines.of(Arrival.class);
  @AutoClose private AcceptFixture proxy;

  private void begin(int seconds, String trusted) {
    proxy = AcceptFixture.introducedBy(seconds, trusted, transparent(upstream.port()));
  }

  @Test
  void the_header_is_taken_off_and_what_follows_is_read_as_first_bytes() throws IOException {
    begin(PATIENCE_SECONDS, HERE);
    byte[] hello = ClientHellos.plain("a.example.com");
    try (RawConnection client = proxy.connect()) {
      byte[] both = Arrays.copyOf(HEADER, HEADER.length + hello.length);
      System.arraycopy(hello, 0, both, HEADER.length, hello.length);
      client.write(both);

      assertThat(client.readThrough("upstream")).isEqualTo("upstream");
      assertThat(client.readExactly(hello.length)).isEqualTo(hello);
    }
  }

  @Test
  void a_hello_in_the_same_segment_gets_its_handshake() throws IOException {
    proxy = AcceptFixture.introducedBy(PATIENCE_SECONDS, HERE, AcceptFixture.HTTP);
    byte[] hello = ClientHelloBytes.ofJdk("a.example.com");
    byte[] both = Arrays.copyOf(HEADER, HEADER.length + hello.length);
    System.arraycopy(hello, 0, both, HEADER.length, hello.length);
    try (RawConnection client = proxy.connect()) {
      client.write(both);

      assertThat(client.readExactly(1)).as("a handshake record").containsExactly(0x16);
    }
  }

  @Test
  void it_may_come_in_pieces_and_alone() throws IOException {
    begin(PATIENCE_SECONDS, HERE);
    try (RawConnection client = proxy.connect()) {
      for (byte b : HEADER) {
        client.write(new byte[] {b});
      }
      client.write("PING");

      assertThat(client.readThrough("PING")).isEqualTo("upstreamPING");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 0080 443\r\nPING"})
  void a_trusted_peer_without_a_sound_header_is_closed_and_never_dispatched(String bytes)
      throws IOException {
    begin(PATIENCE_SECONDS, HERE);
    try (RawConnection client = proxy.connect()) {
      client.write(bytes);

      assertDropped(client);
    }
    assertRefused(Reason.PROXY_HEADER_MALFORMED);
    assertThat(lines.texts())
        .singleElement()
        .asString()
        .contains("closed a connection of the trusted proxy /127.0.0.1");
  }

  @Test
  void a_hello_without_a_header_is_none() throws IOException {
    begin(PATIENCE_SECONDS, HERE);
    try (RawConnection client = proxy.connect()) {
      client.write(ClientHellos.plain("a.example.com"));

      assertDropped(client);
    }
    assertRefused(Reason.PROXY_HEADER_MALFORMED);
  }

  @Test
  void a_header_cut_by_fin_is_none() throws IOException {
    begin(PATIENCE_SECONDS, HERE);
    try (RawConnection client = proxy.connect()) {
      client.write(HEADER, 0, HEADER.length - 1).finish();

      assertDropped(client);
    }
    assertRefused(Reason.PROXY_HEADER_MALFORMED);
  }

  @Test
  void a_health_check_that_says_nothing_is_no_error() throws IOException {
    begin(PATIENCE_SECONDS, HERE);
    try (RawConnection client = proxy.connect()) {
      client.finish();

      assertDropped(client);
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.PROXY_HEADER_MALFORMED)).isZero();
    assertThat(lines.texts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20})
  void who_does_not_end_it_in_time_is_closed_even_where_a_server_may_speak_first(int bytes)
      throws IOException {
    begin(1, HERE);
    try (RawConnection client = proxy.connect()) {
      client.write(HEADER, 0, bytes);

      assertDropped(client);
    }
    assertRefused(Reason.PROXY_HEADER_TIMEOUT);
  }

  @Test
  void the_time_of_the_header_counts_for_the_hello() throws IOException {
    begin(1, HERE);
    long began = System.nanoTime();
    try (RawConnection client = proxy.connect()) {
      client.write(HEADER, 0, 10);
      Await.passing(Duration.ofMillis(700));
      client.write(HEADER, 10, HEADER.length - 10).write(new byte[] {0x16, 0x03});

      assertDropped(client);
    }
    assertThat(System.nanoTime() - began).isLessThan(1_650_000_000L);
    assertRefused(Reason.HELLO_TIMEOUT);
  }

  @Test
  void silence_behind_a_header_is_a_client_that_waits_for_its_server() throws IOException {
    begin(1, HERE);
    try (RawConnection client = proxy.connect()) {
      client.write(HEADER);

      assertThat(client.readThrough("upstream")).isEqualTo("upstream");
    }
  }

  @Test
  void from_other_peers_a_header_is_bytes_like_any() throws IOException {
    begin(PATIENCE_SECONDS, ELSEWHERE);
    try (RawConnection client = proxy.connect()) {
      client.write(HEADER);

      assertThat(client.readThrough("443\r\n"))
          .isEqualTo("upstream" + new String(HEADER, US_ASCII));
    }
  }

  private void assertRefused(Reason reason) {
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(reason)).isEqualTo(1);
    assertThat(proxy.meters().connections(RouteType.REJECT)).isEqualTo(1);
    assertThat(upstream.connections()).isZero();
  }

  private static void assertDropped(RawConnection client) throws IOException {
    Ending ending = client.readToEnd();
    assertThat(ending.bytes()).isEmpty();
    assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
  }
}
