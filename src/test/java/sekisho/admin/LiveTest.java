package sekisho.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.admin.AdminFixture.AUTH;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;

/** The stream of live figures. */
class LiveTest {
  private static final Pattern NUMBER = Pattern.compile("data: \\{\"n\":(\\d+)");

  @AutoClose private final AdminFixture admin = AdminFixture.of(AUTH);
  private String session = "";

  @BeforeEach
  void comeIn() {
    session = admin.session();
  }

  private RawConnection open(String... fields) throws IOException {
    RawConnection connection = RawConnection.to(admin.address());
    connection.write(
        "GET /live HTTP/1.1\r\nHost: "
            + admin.host()
            + "\r\n"
            + session
            + "\r\n"
            + String.join("", List.of(fields))
            + "\r\n");
    return connection;
  }

  /** Reads events, which may be long. */
  private static final class Viewer {
    private final BufferedReader lines;

    private Viewer(RawConnection connection) {
      lines = new BufferedReader(new InputStreamReader(connection.in(), UTF_8));
    }

    /** The number of the next snapshot. */
    private int next() throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = NUMBER.matcher(line);
        if (matcher.lookingAt()) {
          return Integer.parseInt(matcher.group(1));
        }
      }
      throw new EOFException("the stream has ended");
    }
  }

  @Test
  void all_who_look_get_the_same_snapshot_and_nobody_makes_one_otherwise() throws IOException {
    assertThat(admin.snapshots()).isZero();
    try (RawConnection one = open();
        RawConnection other = open()) {
      HttpReply head = HttpReply.readHead(one.in());
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.field("Content-Type")).contains("text/event-stream");
      assertThat(head.field("Cache-Control")).contains("no-store");

      Viewer viewer = new Viewer(one);
      int first = viewer.next();
      int second = viewer.next();
      int third = viewer.next();
      Viewer another = new Viewer(other);
      List<Integer> seen = new ArrayList<>();
      do {
        seen.add(another.next());
      } while (seen.getLast() < third);

      assertThat(List.of(second, third)).containsExactly(first + 1, first + 2);
      assertThat(seen).contains(second, third).doesNotHaveDuplicates();
    }
    long after = Await.settled("nobody looks, nothing is made", admin::snapshots);
    assertThat(after).isLessThan(10);
  }

  @Test
  void who_does_not_read_misses_snapshots_and_holds_nobody_up() throws IOException {
    // More than the kernel keeps for a connection.
    admin.padSnapshots(16 << 20);
    try (RawConnection slow = open()) {
      Await.until("the first one is made", () -> admin.snapshots() > 0);
      admin.padSnapshots(0);
      try (RawConnection quick = open()) {
        Viewer viewer = new Viewer(quick);
        int first = viewer.next();
        int second = viewer.next();
        int third = viewer.next();
        assertThat(third).isGreaterThan(second).isGreaterThan(first);

        // All that was made before he began to read again, but for the first, is not for him.
        Viewer late = new Viewer(slow);
        assertThat(late.next()).isEqualTo(1);
        assertThat(late.next()).isGreaterThan(second);
      }
    }
  }

  @Test
  void a_logout_ends_its_streams() throws IOException {
    try (RawConnection stream = open()) {
      Viewer viewer = new Viewer(stream);
      viewer.next();

      admin.form("/logout", "", session, "Origin: " + admin.origin());

      // The last chunk: the answer is whole.
      assertThat(viewer.lines.lines().anyMatch("0"::equals)).isTrue();
    }
  }

  @Test
  void there_is_a_bound_on_streams() throws IOException {
    List<RawConnection> streams = new ArrayList<>();
    try {
      for (int i = 0; i < LiveStreams.MAX_STREAMS; i++) {
        streams.add(open());
        assertThat(HttpReply.readHead(streams.getLast().in()).status()).isEqualTo(200);
      }
      HttpReply refused = admin.get("/live", session);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("Retry-After")).isPresent();
    } finally {
      for (RawConnection stream : streams) {
        stream.close();
      }
    }
    Await.until(
        "there is room again",
        () -> {
          try (RawConnection stream = open()) {
            return HttpReply.readHead(stream.in()).status() == 200;
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void nobody_looks_who_has_not_come_in() {
    assertThat(admin.get("/live").status()).isEqualTo(401);
  }
}
