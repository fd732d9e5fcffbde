package sekisho.testing;

import java.io.IOException;

/** Request heads as they are on the wire. */
public final class RawRequest {
  private RawRequest() {}

  /** The lines, each ended by CRLF, and the empty line. */
  public static String of(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /** Sends a head of these lines and reads the response, leaving the connection open. */
  public static HttpReply send(RawTlsClient client, String... lines) throws IOException {
    client.write(of(lines));
    return HttpReply.read(client.in(), lines[0].substring(0, lines[0].indexOf(' ')));
  }
}
