package sekisho.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** How long a relay waits for bytes, and for a side that does not take its last ones. */
class RelayPatienceTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final CompletableFuture<Ending> received = new CompletableFuture<>();

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
            RelayFixture.to(
                RelayPatienceTest::dripThenWait, Duration.ofMillis(600), RelayFixture.LONG);
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
    // The kernel tells the sender of room only when a good part of the buffer is free again.
    Duration patience = Duration.ofSeconds(3);
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
  void an_upstream_that_takes_nothing_is_cut_though_its_client_is_gone_and_later_deadlines_are_met()
      throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    try (RelayFixture relay = RelayFixture.to(c -> never.join(), SHORT, SHORT);
        RawConnection client = relay.connect()) {
      Thread writer = Thread.startVirtualThread(() -> writeUntilTheEnd(client));
      Await.settled("the client has stopped", client::bytesWritten);
      client.reset();
      writer.join();

      relay.awaitBothClosed();

      // The next relay of this event loop: its deadline is kept like any other.
      try (RawConnection idle = RawConnection.to(relay.address())) {
        assertThat(idle.write("x").readToEnd().bytes()).isEmpty();
      }
      never.complete(null);
    }
  }

  @Test
  void a_client_that_takes_nothing_is_cut_though_its_upstream_is_gone_and_later_deadlines_are_met()
      throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    RawServer.Script script =
        c -> {
          if (!first.getAndSet(false)) {
            c.write("x");
            c.readToEnd();
            return;
          }
          Thread.startVirtualThread(() -> writeUntilTheEnd(c));
          Await.settled("the upstream has stopped", c::bytesWritten);
          c.reset();
        };
    try (RelayFixture relay = RelayFixture.to(script, SHORT, SHORT);
        RawConnection client = relay.connect()) {
      client.write("x");

      relay.awaitBothClosed();

      try (RawConnection idle = RawConnection.to(relay.address())) {
        assertThat(idle.readToEnd().text()).isEqualTo("x");
      }
    }
  }

  private static void writeUntilTheEnd(RawConnection connection) {
    try {
      Payload.write(Long.MAX_VALUE / 2, connection::write);
    } catch (java.io.IOException e) {
      // The end.
    }
  }

  private static SslContext tls() throws Exception {
    CertificatePair pair =
        SelfSignedCertificate.create(Clock.systemUTC(), List.of("localhost"), List.of());
    return SslContextBuilder.forServer(pair.key(), pair.chain().toArray(X509Certificate[]::new))
        .build();
  }
}
