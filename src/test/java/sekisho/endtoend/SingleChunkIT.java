package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;

/**
 * A chunk that nothing follows for now, as in a stream of events: it has to be there whole, since
 * many a reader hands it on when it has the line end behind it.
 */
class SingleChunkIT {
  private static final String CHUNK = "5\r\nhello\r\n";
  private static final String CHUNKED_HEAD =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir static Path folder;
  @AutoClose static RawServer upstream = RawServer.start(SingleChunkIT::serve);
  @AutoClose static HttpFixture proxy;

  /** Neither the body of a response nor that of a request comes to an end. */
  private static void serve(RawConnection connection) throws IOException {
    if (connection.readThrough("\r\n\r\n").startsWith("GET")) {
      connection.write(CHUNKED_HEAD + CHUNK);
    } else {
      connection.readThrough(CHUNK);
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
    connection.readToEnd();
  }

  @BeforeAll
  static void start() {
    proxy = HttpFixture.startBefore(upstream.address(), folder);
  }

  @Test
  void of_a_response_it_reaches_the_client_whole() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET /events HTTP/1.1", "Host: a.example.com"));

      StringBuilder received = new StringBuilder();
      while (!received.toString().endsWith("\r\n\r\n" + CHUNK)) {
        byte[] next = client.in().readNBytes(1);
        assertThat(next).as("behind %s", received).isNotEmpty();
        received.append(new String(next, StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void of_a_request_it_reaches_the_upstream_whole() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      client.write(
          RawRequest.of(
                  "POST /events HTTP/1.1", "Host: a.example.com", "Transfer-Encoding: chunked")
              + CHUNK);

      assertThat(HttpReply.read(client.in()).status()).isEqualTo(200);
    }
  }
}
