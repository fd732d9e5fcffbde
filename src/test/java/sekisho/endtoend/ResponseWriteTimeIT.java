package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Payload;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

/** The time that a client has to take something of a response. */
class ResponseWriteTimeIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** With less in the client's kernel, what it reads is soon what the proxy may send. */
  private static final int RECEIVE_BUFFER_BYTES = 32 << 10;

  /**
   * All of it is read slowly. The proxy and its kernel hold the last 300 KiB of it at once, and the
   * client needs longer for them than it may take nothing.
   */
  private static final int SLOW_BYTES = 640 << 10;

  private static final int SIP_BYTES = 24 << 10;
  private static final Duration BETWEEN_SIPS = Duration.ofMillis(300);

  private static final int LARGE_BYTES = 64 << 20;

  @TempDir static Path folder;
  @AutoClose static RawServer upstream = RawServer.start(ResponseWriteTimeIT::answer);
  @AutoClose static HttpFixture proxy;

  private static void answer(RawConnection connection) throws IOException {
    int size = connection.readThrough("\r\n\r\n").contains("/steady") ? SLOW_BYTES : LARGE_BYTES;
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
    Payload.write(size, connection::write);
  }

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "response_write_timeout_secs": TIMEOUT,
            "routes": [{ "path_prefix": "/", "upstream": "http://UPSTREAM" }]
            """
                .replace("UPSTREAM", upstream.address())
                .replace("TIMEOUT", Long.toString(TIMEOUT.toSeconds())));
  }

  @Test
  void a_client_that_reads_slowly_but_steadily_gets_all_of_it() throws IOException {
    try (RawTlsClient client = connect()) {
      client.write(
          RawRequest.of("GET /steady HTTP/1.1", "Host: a.example.com", "Connection: close"));
      skipHead(client);

      Payload.Check check = new Payload.Check();
      for (int end = SIP_BYTES; end < SLOW_BYTES; end += SIP_BYTES) {
        check.readThrough(end, client.in()::read);
        Await.passing(BETWEEN_SIPS);
      }
      check.readThrough(SLOW_BYTES, client.in()::read);

      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      JsonNode line = proxy.sekisho().accessLog().await("/steady");
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.path("reason").isMissingNode()).isTrue();
    }
  }

  @Test
  void a_client_that_takes_nothing_is_cut() throws IOException {
    try (RawTlsClient client = connect()) {
      client.write(RawRequest.of("GET /stalled HTTP/1.1", "Host: a.example.com"));

      JsonNode line = proxy.sekisho().accessLog().await("/stalled");

      assertThat(line.path("reason").asText()).isEqualTo("response_write_timeout");
      TlsEnding ending = client.readToEnd();
      assertThat(ending.bytes()).hasSizeLessThan(LARGE_BYTES);
      assertThat(ending.manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  private static RawTlsClient connect() throws IOException {
    return RawTlsClient.of(TlsCertificates.credulousContext())
        .sni(HttpFixture.HOST)
        .receiveBuffer(RECEIVE_BUFFER_BYTES)
        .connect(proxy.sekisho().address());
  }

  private static void skipHead(RawTlsClient client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.in().read());
    }
    assertThat(head).startsWith("HTTP/1.1 200 ");
  }
}
