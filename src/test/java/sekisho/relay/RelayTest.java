package sekisho.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SelfSignedCertificate;
import sekisho.metrics.Reason;
import sekisho.testing.Await;
import sekisho.testing.Ending;
import sekisho.testing.Payload;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

/** Traps 26 and 27. */
class RelayTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** The high mark, one read of 64 KiB above it, and as much again for the other direction. */
  private static final long BOUND_BYTES = 2 * (128 << 10) + 2 * (64 << 10);

  private final CompletableFuture<Ending> received = new CompletableFuture<>();

  @Test
  void bytes_go_both_ways_the_ones_already_read_first() throws Exception {
    try (RelayFixture relay = RelayFixture.to(RelayTest::echo).afterReading("pre", "hi: ");
        RawConnection client = relay.connect()) {
      client.write("fix");

      assertThat(client.readExactly(10)).asString().isEqualTo("hi: prefix");
      assertThat(client.finish().readToEnd().bytes()).isEmpty();
      relay.awaitBothClosed();
      assertThat(relay.outcomes()).containsExactly(new Relay.Outcome(6, 10, null));
    }
  }

  private static void echo(RawConnection connection) throws java.io.IOException {
    byte[] buffer = new byte[1024];
    for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer)) {
      connection.write(buffer, 0, n);
    }
  }

  @Test
  void fin_of_the_client_goes_on_behind_its_last_byte_and_the_answer_still_comes()
      throws Exception {
    try (RelayFixture relay = RelayFixture.to(c -> c.write("answer to " + c.readToEnd().text()));
        RawConnection client = relay.connect()) {

      Ending ending = client.write("question").finish().readToEnd();

      assertThat(ending.text()).isEqualTo("answer to question");
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
      relay.awaitBothClosed();
    }
  }

  @Test
  void fin_of_the_upstream_goes_on_and_the_client_may_still_send() throws Exception {
    RawServer.Script script = c -> received.complete(c.write("goodbye").finish().readToEnd());
    try (RelayFixture relay = RelayFixture.to(script);
        RawConnection client = relay.connect()) {
      Ending ending = client.readToEnd();
      client.write("and more").finish();

      assertThat(ending.text()).isEqualTo("goodbye");
      assertThat(received.join()).extracting(Ending::text).isEqualTo("and more");
      assertThat(received.join().manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @Test
  void a_half_closed_relay_without_progress_is_ended_and_counted() throws Exception {
    RawServer.Script script = c -> received.complete(c.readToEnd());
    RawServer.Script silent =
        c -> {
          c.finish();
          script.play(c);
        };
    try (RelayFixture relay = RelayFixture.to(silent, Duration.ZERO, SHORT);
        RawConnection client = relay.connect()) {

      assertThat(client.readToEnd().bytes()).isEmpty();
      relay.awaitBothClosed();

      assertThat(received.join().bytes()).isEmpty();
      assertThat(relay.meters().errors(Reason.RELAY_HALF_CLOSE_TIMEOUT)).isEqualTo(1);
      assertThat(relay.meters().errors(Reason.RELAY_IDLE)).isZero();
    }
  }

  @Test
  void a_half_closed_relay_goes_on_as_long_as_bytes_come() throws Exception {
    RawServer.Script script =
        c -> {
          c.readToEnd();
          for (int i = 0; i < 10; i++) {
            Await.passing(Duration.ofMillis(100));
            c.write("x");
          }
        };
    try (RelayFixture relay = RelayFixture.to(script, Duration.ZERO, Duration.ofMillis(600));
        RawConnection client = relay.connect()) {

      Ending ending = client.finish().readToEnd();

      assertThat(ending.text()).isEqualTo("xxxxxxxxxx");
      assertThat(relay.meters().errors(Reason.RELAY_HALF_CLOSE_TIMEOUT)).isZero();
    }
  }

  @Test
  void an_idle_relay_is_ended_and_counted() throws Exception {
    RawServer.Script script = c -> received.complete(c.readToEnd());
    try (RelayFixture relay = RelayFixture.to(script, SHORT, RelayFixture.LONG);
        RawConnection client = relay.connect()) {
      client.write("x");

      assertThat(client.readToEnd().bytes()).isEmpty();
      assertThat(received.join().text()).isEqualTo("x");
      assertThat(relay.meters().errors(Reason.RELAY_IDLE)).isEqualTo(1);
    }
  }

  @Test
  void bytes_in_either_direction_keep_an_idle_relay_alive() throws Exception {
    try (RelayFixture relay =
            RelayFixture.to(RelayTest::dripThenWait, Duration.ofMillis(600), RelayFixture.LONG);
        RawConnection client = relay.connect()) {

      assertThat(client.readExactly(10)).asString().isEqualTo("xxxxxxxxxx");
      assertThat(relay.meters().errors(Reason.RELAY_IDLE)).isZero();
    }
  }

  private static void dripThenWait(RawConnection connection) throws java.io.IOException {
    for (int i = 0; i < 10; i++) {
      Await.passing(Duration.ofMillis(100));
      connection.write("x");
    }
    connection.readToEnd();
  }

  @Test
  void a_client_that_does_not_read_stops_the_upstreams_sender() throws Exception {
    int length = 64 << 20;
    CompletableFuture<RawConnection> sender = new CompletableFuture<>();
    RawServer.Script script =
        c -> {
          sender.complete(c);
          Payload.write(length, c::write);
        };
    try (RelayFixture relay = RelayFixture.to(script);
        RawConnection client = relay.connect()) {
      long stopped = Await.settled("the sender has stopped", () -> sender.join().bytesWritten());
      long pending = relay.pendingBytes();

      new Payload.Check().readThrough(length, client::read);

      assertThat(stopped).isLessThan(length);
      assertThat(pending).isPositive().isLessThanOrEqualTo(BOUND_BYTES);
    }
  }

  @Test
  void an_upstream_that_does_not_read_stops_the_client() throws Exception {
    int length = 64 << 20;
    CompletableFuture<Void> go = new CompletableFuture<>();
    RawServer.Script script =
        c -> {
          go.join();
          new Payload.Check().readThrough(length, c::read);
          c.write("all");
        };
    try (RelayFixture relay = RelayFixture.to(script);
        RawConnection client = relay.connect()) {
      Thread writer = Thread.startVirtualThread(() -> write(client, length));
      long stopped = Await.settled("the client has stopped", client::bytesWritten);
      long pending = relay.pendingBytes();

      go.complete(null);
      writer.join();

      assertThat(client.readExactly(3)).asString().isEqualTo("all");
      assertThat(stopped).isLessThan(length);
      assertThat(pending).isPositive().isLessThanOrEqualTo(BOUND_BYTES);
    }
  }

  private static void write(RawConnection connection, int length) {
    try {
      Payload.write(length, connection::write);
    } catch (java.io.IOException e) {
      // The test has said enough by then.
    }
  }

  @Test
  void a_reset_of_either_side_ends_the_other() throws Exception {
    RawServer.Script script = c -> received.complete(c.write("hello").readToEnd());
    try (RelayFixture relay = RelayFixture.to(script);
        RawConnection client = relay.connect()) {
      client.readExactly(5);
      client.reset();

      assertThat(received.join().bytes()).isEmpty();
      relay.awaitBothClosed();
      assertThat(relay.outcomes()).containsExactly(new Relay.Outcome(0, 5, Reason.CLIENT_ABORT));
    }
    RawServer.Script resetting =
        c -> {
          c.readExactly(1);
          c.reset();
        };
    try (RelayFixture relay = RelayFixture.to(resetting);
        RawConnection client = relay.connect()) {
      client.write("x");

      assertThat(client.readToEnd().bytes()).isEmpty();
      relay.awaitBothClosed();
      assertThat(relay.outcomes()).containsExactly(new Relay.Outcome(1, 0, Reason.UPSTREAM_RESET));
    }
  }

  @Test
  void a_side_that_never_takes_its_last_bytes_is_cut() throws Exception {
    RawServer.Script script =
        c -> {
          try {
            Payload.write(64 << 20, c::write);
          } finally {
            received.complete(new Ending(new byte[0], Ending.Manner.RST));
          }
        };
    try (RelayFixture relay = RelayFixture.to(script, SHORT, SHORT);
        RawConnection client = relay.connect()) {
      client.write("x");

      received.join();
      relay.awaitBothClosed();

      assertThat(relay.meters().errors(Reason.RELAY_IDLE)).isEqualTo(1);
    }
  }

  @Test
  void a_slow_reader_gets_all_that_was_sent_before_the_end() throws Exception {
    int length = 16 << 20;
    Duration patience = Duration.ofSeconds(1);
    try (RelayFixture relay =
            RelayFixture.to(c -> Payload.write(length, c::write), Duration.ZERO, patience)
                .terminating(tls());
        RawTlsClient client =
            RawTlsClient.of(TlsCertificates.credulousContext()).connect(relay.address())) {
      Payload.Check check = new Payload.Check();
      check.readThrough(length / 2, client.in()::read);
      // From here on it takes a little now and then, for longer than the patience in all.
      for (int i = 1; i <= 12; i++) {
        Await.passing(Duration.ofMillis(300));
        check.readThrough(length / 2 + i * (128 << 10), client.in()::read);
      }
      check.readThrough(length, client.in()::read);

      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void close_notify_of_a_tls_client_ends_both_directions_behind_what_is_in_flight()
      throws Exception {
    RawServer.Script script = c -> received.complete(c.write("hello").readToEnd());
    try (RelayFixture relay = RelayFixture.to(script).terminating(tls());
        RawTlsClient client =
            RawTlsClient.of(TlsCertificates.credulousContext()).connect(relay.address())) {
      client.write("last words");
      assertThat(client.in().readNBytes(5)).asString().isEqualTo("hello");
      client.finish();

      assertThat(received.join().text()).isEqualTo("last words");
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      relay.awaitBothClosed();
    }
  }

  @Test
  void fin_of_the_upstream_is_close_notify_for_a_tls_client() throws Exception {
    try (RelayFixture relay = RelayFixture.to(c -> c.write("bye")).terminating(tls());
        RawTlsClient client =
            RawTlsClient.of(TlsCertificates.credulousContext()).connect(relay.address())) {

      TlsEnding ending = client.readToEnd();

      assertThat(ending.bytes()).asString().isEqualTo("bye");
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  private static SslContext tls() throws Exception {
    CertificatePair pair =
        SelfSignedCertificate.create(Clock.systemUTC(), List.of("localhost"), List.of());
    return SslContextBuilder.forServer(pair.key(), pair.chain().toArray(X509Certificate[]::new))
        .build();
  }
}
