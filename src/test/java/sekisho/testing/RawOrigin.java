package sekisho.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An HTTP origin that answers each request with the bytes a test says, and keeps what it was sent
 * byte for byte.
 */
public final class RawOrigin implements Closeable {
  private final RawServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private RawOrigin(Function<RawOrigin, RawServer> server) {
    this.server = server.apply(this);
  }

  /**
   * A request as it came.
   *
   * @param head all up to the empty line, with it
   * @param body the bytes after it, decoded when chunked
   */
  public record Request(String head, byte[] body) {
    /** The first line. */
    public String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }

    /** The field lines, unaltered. */
    public List<String> fields() {
      return head.lines().skip(1).filter(line -> !line.isEmpty()).toList();
    }

    /** The values of every field with the name, in order. */
    public List<String> values(String name) {
      return fields().stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).trim())
          .toList();
    }
  }

  /** Answers every request with {@code response}, which is a whole response. */
  public static RawOrigin answering(String response) {
    return answering(_ -> response);
  }

  /** Answers each request with a whole response; the connection stays open for the next. */
  public static RawOrigin answering(Function<Request, String> responses) {
    return new RawOrigin(origin ->
        RawServer.start(connection -> {
          for (Request r = read(connection); r != null; r = read(connection)) {
            origin.requests.add(r);
            connection.write(responses.apply(r));
          }
        }));
  }

  /** A 200 with the text as its body. */
  public static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** Reads a request with its body; null when the connection ended before one. */
  static Request read(RawConnection connection) throws IOException {
    String head;
    try {
      head = connection.readThrough("\r\n\r\n");
    } catch (IOException e) {
      return null; // The proxy closed a connection that it no longer needs.
    }
    Request request = new Request(head, new byte[0]);
    List<String> length = request.values("Content-Length");
    if (!request.values("Transfer-Encoding").isEmpty()) {
      return new Request(head, chunks(connection));
    }
    return length.isEmpty()
        ? request
        : new Request(head, connection.readExactly(Integer.parseInt(length.getFirst())));
  }

  private static byte[] chunks(RawConnection connection) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(connection.readThrough("\r\n").trim(), 16);
      if (size == 0) {
        break;
      }
      body.write(connection.readExactly(size));
      if (!new String(connection.readExactly(2), ISO_8859_1).equals("\r\n")) {
        throw new EOFException("no CRLF after a chunk");
      }
    }
    while (!connection.readThrough("\r\n").equals("\r\n")) {
      // A trailer.
    }
    return body.toByteArray();
  }

  /** What it has been sent so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The last request. */
  public Request lastRequest() {
    return requests.getLast();
  }

  public String url() {
    return "http://" + server.address();
  }

  public int port() {
    return server.port();
  }

  /** How many connections have come. */
  public int connections() {
    return server.connections();
  }

  @Override
  public void close() {
    server.close();
  }
}
