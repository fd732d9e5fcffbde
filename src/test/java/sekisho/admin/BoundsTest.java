package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.admin.AdminFixture.AUTH;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;

/** Those who take more than their share. */
class BoundsTest {
  @TempDir static Path folder;
  @AutoClose private final AdminFixture admin = AdminFixture.of(AUTH);

  @Test
  void of_a_thousand_connections_some_are_kept_and_others_come_in_afterwards() throws IOException {
    List<SocketChannel> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        SocketChannel connection = SocketChannel.open(admin.address());
        connection.configureBlocking(false);
        connections.add(connection);
      }
      Await.until(
          "all but 128 are closed",
          () -> connections.stream().filter(BoundsTest::isOpen).count() == 128);
    } finally {
      for (SocketChannel connection : connections) {
        connection.close();
      }
    }
    Await.until(
        "there is room again",
        () -> {
          try (RawConnection connection = RawConnection.to(admin.address())) {
            connection.write("GET /login HTTP/1.1\r\nHost: " + admin.host() + "\r\n\r\n");
            return HttpReply.read(connection.in()).status() == 200;
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void who_holds_all_connections_and_is_silent_keeps_nobody_out() throws IOException {
    List<SocketChannel> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        silent.add(SocketChannel.open(admin.address()));
      }

      assertThat(admin.get("/login").status()).isEqualTo(200);
    } finally {
      for (SocketChannel connection : silent) {
        connection.close();
      }
    }
  }

  @Test
  void who_begins_no_handshake_holds_few_connections_and_keeps_nobody_out() throws IOException {
    TlsCertificates.Pair pair = TlsCertificates.in(folder).ecdsa("one", "IP:127.0.0.1");
    List<SocketChannel> silent = new ArrayList<>();
    try (AdminFixture secure = AdminFixture.of(AdminFixture.AUTH + AdminFixture.tls(pair))) {
      for (int i = 0; i < 200; i++) {
        SocketChannel connection = SocketChannel.open(secure.address());
        connection.configureBlocking(false);
        silent.add(connection);
      }

      try (RawTlsClient client =
          RawTlsClient.of(TlsCertificates.credulousContext()).connect(secure.address())) {
        client.write("GET /login HTTP/1.1\r\nHost: " + secure.host() + "\r\n\r\n");
        assertThat(HttpReply.read(client.in()).status()).isEqualTo(200);
      }
      Await.until("few are left", () -> silent.stream().filter(BoundsTest::isOpen).count() <= 64);
    } finally {
      for (SocketChannel connection : silent) {
        connection.close();
      }
    }
  }

  @Test
  void a_coding_that_nobody_knows_makes_no_second_request_of_a_body() throws IOException {
    for (String coding : List.of("xchunked", "chunked, chunked", "gzip", "\u000bchunked")) {
      try (RawConnection connection = RawConnection.to(admin.address())) {
        String hidden = "GET /login HTTP/1.1\r\nHost: " + admin.host() + "\r\n\r\n";
        connection.write(
            "POST /login HTTP/1.1\r\nHost: "
                + admin.host()
                + "\r\nTransfer-Encoding: "
                + coding
                + "\r\n\r\n"
                + hidden);

        String answers = new String(connection.readToEnd().bytes(), StandardCharsets.UTF_8);

        assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
      }
    }
  }

  @Test
  void a_body_that_is_framed_wrongly_ends_the_connection_and_fills_no_log() throws IOException {
    try (LogCapture log = new LogCapture();
        RawConnection connection = RawConnection.to(admin.address())) {
      connection.write(
          "POST /login HTTP/1.1\r\nHost: "
              + admin.host()
              + "\r\nContent-Type: application/x-www-form-urlencoded"
              + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

      connection.readToEnd();

      assertThat(log.lines()).noneMatch(line -> line.contains("failed unexpectedly"));
    }
  }

  private static boolean isOpen(SocketChannel connection) {
    try {
      return connection.read(ByteBuffer.allocate(1)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_head_that_comes_byte_by_byte_has_half_a_minute() throws IOException {
    try (RawConnection connection = RawConnection.to(admin.address())) {
      connection.write("GET / HTTP/1.1\r\nX-Slow: ");
      assertEndsAfter(Duration.ofSeconds(31), () -> connection.write("a"), connection);
    }
  }

  /** Nobody hears when the server has begun to wait: so time passes again and again. */
  private void assertEndsAfter(Duration time, Drip drip, RawConnection connection) {
    CompletableFuture<Ending> end =
        CompletableFuture.supplyAsync(() -> {
          try {
            return connection.readToEnd();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Await.until(
        "the connection is closed",
        () -> {
          admin.pass(time);
          try {
            drip.fall();
          } catch (IOException e) {
            // Closed: that is what is waited for.
          }
          return end.isDone();
        });
    assertThat(end).isCompletedWithValueMatching(ending -> ending.bytes().length == 0);
  }

  private interface Drip {
    void fall() throws IOException;
  }

  @Test
  void a_body_that_comes_byte_by_byte_has_half_a_minute() throws IOException {
    try (RawConnection connection = RawConnection.to(admin.address())) {
      connection.write(
          "POST /login HTTP/1.1\r\nHost: "
              + admin.host()
              + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\nu");
      assertEndsAfter(Duration.ofSeconds(31), () -> connection.write("u"), connection);
    }
  }

  @Test
  void a_connection_that_is_used_stays() throws IOException {
    try (RawConnection connection = RawConnection.to(admin.address())) {
      for (int i = 0; i < 5; i++) {
        connection.write("GET /login HTTP/1.1\r\nHost: " + admin.host() + "\r\n\r\n");
        assertThat(HttpReply.read(connection.in()).status()).isEqualTo(200);
        admin.pass(Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void heads_that_are_too_large_are_refused() {
    assertThat(admin.get("/login", "X-Long: " + "a".repeat(20_000)).status()).isEqualTo(431);
    assertThat(admin.get("/" + "a".repeat(10_000)).status()).isEqualTo(414);
  }

  @Test
  void guessing_in_parallel_is_bounded_too() throws IOException {
    List<RawConnection> guesses = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        String form = "user=u" + i + "&password=x";
        guesses.add(
            RawConnection.to(admin.address())
                .write(
                    "POST /login HTTP/1.1\r\nHost: "
                        + admin.host()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + form.length()
                        + "\r\n\r\n"
                        + form));
      }
      List<Integer> statuses = new ArrayList<>();
      for (RawConnection guess : guesses) {
        statuses.add(HttpReply.read(guess.in()).status());
      }
      assertThat(statuses.stream().filter(status -> status == 403)).hasSize(5);
      assertThat(statuses.stream().filter(status -> status == 429)).hasSize(15);
    } finally {
      for (RawConnection guess : guesses) {
        guess.close();
      }
    }
  }
}
