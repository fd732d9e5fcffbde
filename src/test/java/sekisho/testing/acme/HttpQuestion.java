package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.Socket;
import java.util.Optional;
import sekisho.testing.HttpReply;

/**
 * HTTP-01 (RFC 8555 §8.3). Redirects are not followed.
 *
 * @param identifier the Host
 * @param token of the challenge
 * @param keyAuthorization what should come back
 */
record HttpQuestion(Identifier identifier, String token, String keyAuthorization) {

  Optional<Problem> ask(VantagePoint from, int port) {
    try (Socket socket = from.connect(port)) {
      socket.getOutputStream().write(request().getBytes(ISO_8859_1));
      return judge(HttpReply.read(socket.getInputStream()));
    } catch (IOException e) {
      return Optional.of(
          Problem.of("connection", 400, identifier + ": while asking by HTTP: " + e.getMessage()));
    }
  }

  private String request() {
    boolean v6 = identifier.isAddress() && identifier.address() instanceof Inet6Address;
    return "GET /.well-known/acme-challenge/"
        + token
        + " HTTP/1.1\r\nHost: "
        + (v6 ? "[" + identifier + "]" : identifier)
        + "\r\nUser-Agent: test authority\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  private Optional<Problem> judge(HttpReply reply) {
    if (reply.status() != 200) {
      return Optional.of(
          Problem.unauthorized(identifier + ": invalid response: " + reply.statusLine()));
    }
    // RFC 8555 §8.3: white space at the end does not count.
    return reply.text().stripTrailing().equals(keyAuthorization)
        ? Optional.empty()
        : Optional.of(
            Problem.unauthorized(identifier + ": not the key authorization: " + reply.text()));
  }
}
