package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Payload;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/** An upstream that answers before it has the request's body, and does not want it. */
class EarlyResponseIT {
  private static final int BODY_BYTES = 8 << 20;
  private static final int FIRST_BYTES = 32 << 10;
  private static final String REFUSAL = "HTTP/1.1 413 Too Much\r\nContent-Length: 4\r\n\r\nmuch";

  /** Paths of requests whose connection the origin has seen the end of. */
  private static final Set<String> ENDED = ConcurrentHashMap.newKeySet();

  @TempDir static Path folder;
  @AutoClose static RawServer origin = RawServer.start(EarlyResponseIT::refuse);
  @AutoClose static HttpFixture proxy;

  private static void refuse(RawConnection connection) throws IOException {
    String path = connection.readThrough("\r\n\r\n").split(" ")[1];
    if (path.startsWith("/ends")) {
      // With unread bytes on it, which the kernel answers with RST (RFC 9112 §9.6).
      connection.readExactly(1);
      connection.write(REFUSAL);
      return;
    }
    connection.write(REFUSAL);
    connection.readToEnd();
    ENDED.add(path);
  }

  @BeforeAll
  static void start() {
    proxy = HttpFixture.startBefore(origin.address(), folder);
  }

  @RepeatedTest(10)
  void it_is_relayed_at_once_and_both_connections_end_behind_it(RepetitionInfo repetition)
      throws IOException {
    String path = "/waits/" + repetition.getCurrentRepetition();
    try (RawTlsClient client = proxy.connect()) {
      client.write(post(path));
      Payload.write(FIRST_BYTES, client.out()::write);

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.text()).isEqualTo("much");
      assertThat(reply.field("Connection")).contains("close");
      Await.until("the upstream connection ends", () -> ENDED.contains(path));
      assertThat(client.readToEnd().bytes()).isEmpty();
      assertLogged(path);
    }
  }

  @RepeatedTest(10)
  void it_is_not_lost_where_the_upstream_ends_its_connection_behind_it(RepetitionInfo repetition)
      throws IOException {
    String path = "/ends/" + repetition.getCurrentRepetition();
    try (RawTlsClient client = proxy.connect()) {
      client.write(post(path));
      Thread upload = Thread.ofVirtual().start(() -> upload(client));

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.text()).isEqualTo("much");
      assertLogged(path);
      client.reset();
      Await.until("the upload is over", () -> !upload.isAlive());
    }
  }

  /** As much of it as the proxy takes. */
  private static void upload(RawTlsClient client) {
    try {
      Payload.write(BODY_BYTES, client.out()::write);
    } catch (IOException e) {
      // The connection has ended, as it must.
    }
  }

  private static String post(String path) {
    return RawRequest.of(
        "POST " + path + " HTTP/1.1", "Host: " + HttpFixture.HOST, "Content-Length: " + BODY_BYTES);
  }

  private static void assertLogged(String path) {
    JsonNode line = proxy.sekisho().accessLog().await(path);
    assertThat(line.path("status").asInt()).isEqualTo(413);
  }
}
