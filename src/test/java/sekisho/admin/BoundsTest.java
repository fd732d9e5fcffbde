package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.admin.AdminFixture.AUTH;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;

/** Those who take more than their share. */
class BoundsTest {
  @AutoClose private final AdminFixture admin = AdminFixture.of(AUTH);

  @Test
  void of_a_thousand_connections_a_quarter_is_kept_and_others_come_in_afterwards()
      throws IOException {
    List<SocketChannel> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        SocketChannel connection = SocketChannel.open(admin.address());
        connection.configureBlocking(false);
        connections.add(connection);
      }
      Await.until(
          "all but 256 are closed",
          () -> connections.stream().filter(BoundsTest::isOpen).count() == 256);
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
