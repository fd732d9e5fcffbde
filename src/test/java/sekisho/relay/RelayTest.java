package sekisho.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
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

  @Test
  void a_reset_upstream_is_no_goodbye_for_a_tls_client_behind_what_had_come() throws Exception {
    RawServer.Script script =
        c -> {
          c.write("half of");
          received.join();
          c.reset();
        };
    try (RelayFixture relay = RelayFixture.to(script).terminating(tls());
        RawTlsClient client =
            RawTlsClient.of(TlsCertificates.credulousContext()).connect(relay.address())) {
      assertThat(client.in().readNBytes(7)).asString().isEqualTo("half of");
      received.complete(null);

      assertThat(client.readToEnd().manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      relay.awaitBothClosed();
      assertThat(relay.outcomes()).containsExactly(new Relay.Outcome(0, 7, Reason.UPSTREAM_RESET));
    }
  }

  @Test
  void a_tls_client_that_goes_on_sending_still_reads_the_upstreams_last_bytes() throws Exception {
    try (RelayFixture relay = RelayFixture.to(c -> c.write("bye")).terminating(tls());
        RawTlsClient client =
            RawTlsClient.of(TlsCertificates.credulousContext()).connect(relay.address())) {
      Await.until("the relay is over", () -> !relay.outcomes().isEmpty());
      for (int i = 0; i < 100; i++) {
        client.write("does anybody hear me?");
      }

      TlsEnding ending = client.readToEnd();

      assertThat(ending.text()).isEqualTo("bye");
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void an_upstream_that_goes_on_sending_still_reads_a_tls_clients_last_bytes() throws Exception {
    RawServer.Script script =
        c -> {
          c.readExactly(1);
          for (int i = 0; i < 100; i++) {
            c.write("more and ");
          }
          received.complete(c.readToEnd());
        };
    try (RelayFixture relay = RelayFixture.to(script).terminating(tls());
        RawTlsClient client =
            RawTlsClient.of(TlsCertificates.credulousContext()).connect(relay.address())) {
      client.write("1 last words");
      client.finish();

      assertThat(received.join().text()).isEqualTo(" last words");
      assertThat(received.join().manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @Test
  void a_tls_upstream_that_is_reset_while_the_client_sends_is_no_goodbye_either() throws Exception {
    SslContext credulous =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .build();
    for (int i = 0; i < 10; i++) {
      try (ResettingTlsServer server = ResettingTlsServer.after(200_000, pair());
          RelayFixture relay = RelayFixture.to(server, credulous).terminating(tls());
          RawTlsClient client =
              RawTlsClient.of(TlsCertificates.credulousContext()).connect(relay.address())) {
        Thread writer = Thread.startVirtualThread(() -> writeOn(client));

        TlsEnding.Manner manner = client.readToEnd().manner();

        assertThat(manner).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
        relay.awaitBothClosed();
        assertThat(relay.outcomes())
            .extracting(Relay.Outcome::reason)
            .containsExactly(Reason.UPSTREAM_RESET);
        writer.join();
      }
    }
  }

  private static void writeOn(RawTlsClient client) {
    try {
      while (true) {
        client.write("more ".repeat(1000));
      }
    } catch (java.io.IOException e) {
      // Until nobody takes it.
    }
  }

  private static CertificatePair pair() throws Exception {
    return SelfSignedCertificate.create(Clock.systemUTC(), List.of("localhost"), List.of());
  }

  private static SslContext tls() throws Exception {
    CertificatePair pair = pair();
    return SslContextBuilder.forServer(pair.key(), pair.chain().toArray(X509Certificate[]::new))
        .build();
  }
}
