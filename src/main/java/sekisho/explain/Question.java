package sekisho.explain;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A connection, and a request on it, that somebody thinks of. All texts are as a person writes
 * them; whether they can be sent is a part of the answer.
 *
 * @param serverName the name that the hello asks for; empty: it asks for none
 * @param alpn the protocols that it offers; empty: none
 * @param method of the request
 * @param path its target, with the query
 * @param host its Host; empty: the server name, or else the address that the client connects to
 * @param fields further lines of its head, each {@code Name: value}
 * @param client where the connection comes from; empty: from this machine
 */
public record Question(
    Optional<String> serverName,
    List<String> alpn,
    String method,
    String path,
    Optional<String> host,
    List<String> fields,
    Optional<InetAddress> client) {
  public Question {
    alpn = List.copyOf(alpn);
    fields = List.copyOf(fields);
    requireOneLine(method);
    requireOneLine(path);
    host.ifPresent(Question::requireOneLine);
    fields.forEach(Question::requireOneLine);
  }

  /** Two lines would be two things, and one of them unseen. */
  private static void requireOneLine(String text) {
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a part of a request is one line");
    }
  }
}
