package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.KernelSocket;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/** An upstream that breaks off in the head of its response has seen the request (trap 25). */
class HalfResponseHeadIT {
  @TempDir static Path folder;
  @AutoClose static HttpFixture proxy;

  /** The paths that the upstream was asked for. */
  private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

  @AutoClose static RawServer upstream = RawServer.start(HalfResponseHeadIT::play);

  private static void play(RawConnection connection) throws IOException {
    while (true) {
      String path = connection.readThrough("\r\n\r\n").split(" ")[1];
      REQUESTS.add(path);
      if (path.endsWith("/whole")) {
        connection.write(RawOrigin.ok("whole"));
        continue;
      }
      connection.write("HTTP/1.1 200 OK\r\nContent-Le");
      if (path.endsWith("/rst")) {
        // A RST could take away what has not been read.
        Await.until("the half is read", HalfResponseHeadIT::hasReadAll);
        connection.reset();
      }
      return;
    }
  }

  private static boolean hasReadAll() {
    return KernelSocket.connectedTo(upstream.port()).stream()
        .allMatch(socket -> socket.unreadBytes() == 0);
  }

  @BeforeAll
  static void start() {
    proxy = HttpFixture.startBefore(upstream.address(), folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fresh/fin", "/fresh/rst"})
  void a_request_is_502_and_not_sent_again(String path) throws IOException {
    HttpReply reply = proxy.send("GET " + path + " HTTP/1.1");

    assertThat(reply.status()).isEqualTo(502);
    assertThat(REQUESTS).containsOnlyOnce(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reused/fin", "/reused/rst"})
  void nor_is_one_on_a_connection_that_had_served_before(String path) throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply first = HttpFixture.send(client, "GET " + path + "/whole HTTP/1.1");
      int connections = upstream.connections();
      HttpReply reply = HttpFixture.send(client, "GET " + path + " HTTP/1.1");

      assertThat(first.text()).isEqualTo("whole");
      assertThat(reply.status()).isEqualTo(502);
      assertThat(REQUESTS).containsOnlyOnce(path);
      assertThat(upstream.connections()).isEqualTo(connections);
    }
  }
}
