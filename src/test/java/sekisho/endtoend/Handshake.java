package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import sekisho.testing.HttpReply;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;

/** The two heads that open a WebSocket, and raw bytes behind them: nobody here looks at frames. */
final class Handshake {
  /** The example of RFC 6455 §1.3. */
  static final String[] ASK = {
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13"
  };

  static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

  private Handshake() {}

  /** A head that asks for it, with more fields. */
  static String of(String requestLine, String... more) {
    return RawRequest.of(
        Stream.of(
                Stream.of(requestLine, "Host: " + HttpFixture.HOST),
                Arrays.stream(ASK),
                Arrays.stream(more))
            .flatMap(lines -> lines)
            .toArray(String[]::new));
  }

  /** Asks for it and reads the head of the answer, with its body if that is no 101. */
  static HttpReply send(RawTlsClient client, String requestLine, String... more)
      throws IOException {
    client.write(of(requestLine, more));
    return HttpReply.read(client.in());
  }

  /** Opens one, or fails. */
  static RawTlsClient open(HttpFixture proxy, String path) throws IOException {
    RawTlsClient client = proxy.connect();
    HttpReply reply = send(client, "GET " + path + " HTTP/1.1");
    if (reply.status() != 101) {
      throw new AssertionError(reply.statusLine() + "\n" + reply.text());
    }
    return client;
  }

  /** Exactly so many bytes. */
  static String read(RawTlsClient client, int length) throws IOException {
    return new String(client.in().readNBytes(length), ISO_8859_1);
  }
}
