package sekisho.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A response as it came, read strictly: lines end with CRLF, the framing is the head's.
 *
 * @param statusLine the first line
 * @param fields the field lines, unaltered
 * @param body the decoded body
 * @param trailers the field lines behind a chunked body, unaltered
 */
public record HttpReply(
    String statusLine, List<String> fields, byte[] body, List<String> trailers) {

  /** Reads the response to a request with {@code method}, and not a byte more. */
  public static HttpReply read(InputStream in, String method) throws IOException {
    return readHead(in).withBody(in, method);
  }

  /** Reads up to the empty line. */
  public static HttpReply readHead(InputStream in) throws IOException {
    return new HttpReply(line(in), fieldLines(in), new byte[0], List.of());
  }

  /** Reads what follows this head, which answers a request with {@code method}. */
  public HttpReply withBody(InputStream in, String method) throws IOException {
    boolean bodiless =
        method.equals("HEAD") || status() < 200 || status() == 204 || status() == 304;
    return bodiless ? this : readBody(in);
  }

  /** Reads the response to a GET. */
  public static HttpReply read(InputStream in) throws IOException {
    return read(in, "GET");
  }

  private HttpReply readBody(InputStream in) throws IOException {
    if (field("Transfer-Encoding").isPresent()) {
      byte[] chunks = chunks(in);
      return new HttpReply(statusLine, fields, chunks, fieldLines(in));
    }
    Optional<String> length = field("Content-Length");
    byte[] all =
        length.isPresent() ? exactly(in, Integer.parseInt(length.get())) : in.readAllBytes();
    return new HttpReply(statusLine, fields, all, List.of());
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(exactly(in, size));
      line(in);
    }
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static List<String> fieldLines(InputStream in) throws IOException {
    List<String> fields = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      fields.add(line);
    }
    return List.copyOf(fields);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("ended in the line: " + line.toString(ISO_8859_1));
      }
      line.write(b);
    }
    if (in.read() != '\n') {
      throw new IOException("CR without LF after: " + line.toString(ISO_8859_1));
    }
    return line.toString(ISO_8859_1);
  }

  public int status() {
    return Integer.parseInt(statusLine.substring(9, 12));
  }

  /** The value of the first field with the name. */
  public Optional<String> field(String name) {
    return fields.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst();
  }

  public String text() {
    return new String(body, ISO_8859_1);
  }
}
