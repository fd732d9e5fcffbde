package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/** The last response on a connection, and a client that does not know yet that it is the last. */
class LastResponseIT {
  /**
   * More than the client's kernel takes, and no more than the proxy's holds besides: there a RST
   * would drop it.
   */
  private static final int RESPONSE_BYTES = 160 << 10;

  /** More than the proxy reads ahead, less than what fills the buffers of both kernels. */
  private static final int UNREAD_BYTES = 48 << 10;

  /** More than what the buffers of both kernels take: it has to be read. */
  private static final int REFUSED_BYTES = 16 << 20;

  /** Less than a connection on which more may come is kept. */
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  @TempDir static Path folder;

  @AutoClose
  static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("x".repeat(RESPONSE_BYTES)));

  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "keepalive_requests": 1,
            "routes": [{ "path_prefix": "/", "upstream": "ORIGIN" }]
            """
                .replace("ORIGIN", origin.url()));
  }

  // 27
  @ParameterizedTest
  @CsvSource({"pipelined, keep-alive", "surplus, close"})
  void it_arrives_whole_though_the_client_goes_on_sending(String path, String connection)
      throws IOException {
    int before = origin.requests().size();
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of(
                  "GET /" + path + " HTTP/1.1", "Host: a.example.com", "Connection: " + connection)
              + RawRequest.of(
                  "POST /unread HTTP/1.1", "Host: a.example.com", "Content-Length: " + UNREAD_BYTES)
              + "u".repeat(UNREAD_BYTES));
      proxy.sekisho().accessLog().await("/" + path);

      HttpReply reply = HttpReply.read(client.in());
      TlsEnding ending = client.readToEnd();

      assertThat(reply.field("Connection")).contains("close");
      assertThat(reply.body()).hasSize(RESPONSE_BYTES);
      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(origin.requests()).hasSize(before + 1);
    }
  }

  @Test
  void a_refused_client_can_send_the_rest_of_its_body() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("POST /refused HTTP/1.1", "Content-Length: " + REFUSED_BYTES));
      HttpReply reply = HttpReply.read(client.in());

      client.write("r".repeat(REFUSED_BYTES));

      assertThat(reply.status()).isEqualTo(400);
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void a_client_that_asked_for_the_end_is_not_waited_for() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET /last HTTP/1.1", "Connection: close");
      long answered = System.nanoTime();

      assertThat(reply.body()).hasSize(RESPONSE_BYTES);
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      awaitClosed(client);
      assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(AT_ONCE);
    }
  }

  @Test
  void a_client_that_never_stops_sending_is_not_waited_for_for_ever() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      HttpReply reply = HttpFixture.send(client, "GET /limit HTTP/1.1");

      assertThat(reply.field("Connection")).contains("close");
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      awaitClosed(client);
    }
  }

  /** Whoever writes to a socket that is closed gets a RST. */
  private static void awaitClosed(RawTlsClient client) {
    Await.until("the connection is closed", () -> isReset(client));
  }

  private static boolean isReset(RawTlsClient client) {
    try {
      client.write("more");
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
