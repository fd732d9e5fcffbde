package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.NamedServer;
import sekisho.testing.Payload;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

class RelayIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": {
              "default": { "mode": "transparent", "upstream": "{{scripted}}" },
              "sni": [
                { "server_name": "scripted.example.com", "mode": "tls_terminate", "upstream": "{{scripted}}" },
                { "server_name": "unix.example.com", "mode": "tls_terminate", "upstream": "unix:{{unix}}" },
                { "server_name": "name.example.com", "mode": "tls_terminate", "upstream": "localhost:{{namePort}}" },
                { "server_name": "name6.example.com", "mode": "tls_terminate", "upstream": "localhost:{{name6Port}}" },
                { "server_name": "refused.example.com", "mode": "tls_terminate", "upstream": "127.0.0.1:{{refusedPort}}" },
                { "server_name": "several.example.com", "mode": "tls_terminate",
                  "upstream": ["127.0.0.1:{{refusedPort}}", "unix:{{unix}}"] },
                { "server_name": "unresolved.example.com", "mode": "tls_terminate", "upstream": "nowhere.invalid:1" }
              ]
            }
          }
        }
      }
      """;
  private static final int FLUSHED_BYTES = 8 << 20;

  @TempDir static Path folder;

  /** What the scripted upstream does with its next connection. */
  private static final LinkedBlockingQueue<RawServer.Script> SCRIPTS = new LinkedBlockingQueue<>();

  @AutoClose static RawServer scripted = RawServer.start(c -> SCRIPTS.take().play(c));
  @AutoClose static RawServer onUnixSocket;
  @AutoClose static NamedServer byName = NamedServer.named("by name");
  @AutoClose static RawServer byName6 = RawServer.start("::1", c -> c.write("over IPv6"));
  @AutoClose static ReservedPort refused = ReservedPort.loopback();
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    Path socket = folder.resolve("upstream.sock");
    onUnixSocket = RawServer.start(socket, c -> c.write("over a Unix socket"));
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("relay", "DNS:*.example.com"))
                .with("scripted", scripted.address())
                .with("unix", socket)
                .with("namePort", byName.port())
                .with("name6Port", byName6.port())
                .with("refusedPort", refused.number())
                .in(folder));
  }

  // 26
  @Test
  void fin_of_a_plain_client_is_passed_on_and_the_answer_still_comes() throws IOException {
    SCRIPTS.add(c -> c.write("answer to " + c.readToEnd().text()));
    try (RawConnection client = plain()) {
      client.write("question").finish();

      Ending ending = client.readToEnd();

      assertThat(ending.text()).isEqualTo("answer to question");
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  // 26
  @Test
  void fin_of_the_upstream_is_passed_on_and_the_client_may_still_send() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    SCRIPTS.add(c -> received.complete(c.write("goodbye").finish().readToEnd()));
    try (RawConnection client = plain()) {
      client.write("a");
      Ending ending = client.readToEnd();
      client.write("nd more").finish();

      assertThat(ending.text()).isEqualTo("goodbye");
      assertThat(received.get().text()).isEqualTo("and more");
      assertThat(received.get().manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @Test
  void a_reset_of_the_client_ends_the_upstream_connection() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    SCRIPTS.add(c -> received.complete(c.write("hello").readToEnd()));
    try (RawConnection client = plain()) {
      client.write("x");
      client.readExactly(5);
      client.reset();

      assertThat(received.get().text()).isEqualTo("x");
    }
  }

  @Test
  void a_reset_of_the_upstream_ends_the_client_connection() throws Exception {
    SCRIPTS.add(c -> {
      c.readExactly(1);
      c.reset();
    });
    try (RawConnection client = plain()) {
      client.write("x");

      assertThat(client.readToEnd().bytes()).isEmpty();
    }
  }

  // 27
  @Test
  void what_the_upstream_sent_before_its_end_reaches_a_slow_tls_client_whole_and_then_close_notify()
      throws IOException {
    SCRIPTS.add(c -> Payload.write(FLUSHED_BYTES, c::write));
    try (RawTlsClient client = terminated("scripted.example.com")) {
      Payload.Check check = new Payload.Check();
      check.readThrough(1, into -> client.in().read(into, 0, 1));
      check.readThrough(FLUSHED_BYTES, client.in()::read);

      TlsEnding ending = client.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  // 27
  @Test
  void what_a_tls_client_sent_before_close_notify_reaches_the_upstream_whole() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    SCRIPTS.add(c -> received.complete(readSlowly(c)));
    try (RawTlsClient client = terminated("scripted.example.com")) {
      Payload.write(FLUSHED_BYTES, client.out()::write);
      client.finish();

      assertThat(received.get().bytes()).hasSize(FLUSHED_BYTES);
      assertThat(received.get().manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  private static Ending readSlowly(RawConnection connection) throws IOException {
    byte[] first = connection.readExactly(1);
    Ending rest = connection.readToEnd();
    byte[] all = new byte[rest.bytes().length + 1];
    all[0] = first[0];
    System.arraycopy(rest.bytes(), 0, all, 1, rest.bytes().length);
    Payload.Check check = new Payload.Check();
    check.accept(all, 0, all.length);
    return new Ending(all, rest.manner());
  }

  @Test
  void close_notify_of_the_client_ends_both_directions() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    SCRIPTS.add(c -> received.complete(c.write("hello").readToEnd()));
    try (RawTlsClient client = terminated("scripted.example.com")) {
      client.write("done");
      assertThat(client.in().readNBytes(5)).asString(ISO_8859_1).isEqualTo("hello");
      client.finish();

      assertThat(received.get().text()).isEqualTo("done");
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void fin_of_a_tls_client_without_close_notify_ends_both_directions() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    SCRIPTS.add(c -> received.complete(c.readToEnd()));
    try (RawTlsClient client = terminated("scripted.example.com")) {
      client.write("done").finishRudely();

      assertThat(received.get().text()).isEqualTo("done");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unix.example.com=over a Unix socket",
        "name.example.com=by name",
        "name6.example.com=over IPv6"
      })
  void an_upstream_is_a_unix_socket_or_a_name_of_which_every_address_is_tried(String expected)
      throws IOException {
    String name = expected.substring(0, expected.indexOf('='));
    String greeting = expected.substring(name.length() + 1);
    try (RawTlsClient client = terminated(name)) {
      assertThat(client.in().readNBytes(greeting.length())).asString().isEqualTo(greeting);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "unresolved"})
  void an_upstream_that_cannot_be_reached_closes_the_client_and_is_logged(String what)
      throws IOException {
    try (RawTlsClient client = terminated(what + ".example.com")) {
      assertThat(client.readToEnd().bytes()).isEmpty();
    } catch (IOException e) {
      // It may be known during the handshake already.
    }

    sekisho.stdout().await("why", line -> line.contains("upstream_") && line.contains(what));
  }

  private static RawConnection plain() {
    return RawConnection.to(sekisho.address());
  }

  private static RawTlsClient terminated(String name) throws IOException {
    return RawTlsClient.of(certificates.trustingContext()).sni(name).connect(sekisho.address());
  }
}
