package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads response heads (RFC 9112 §4, §5) off a connection's bytes, line by line as they come.
 *
 * <p>As strict as {@link RequestParser}: what a lenient reader would repair might be read otherwise
 * by the next one. It does not look at what a field means; framing is {@link
 * BodyFraming#ofResponse}'s. One per connection, reused for every response, interim ones included.
 * After {@link Malformed} it must not be used again.
 */
public final class ResponseParser {
  /** {@code HTTP/1.1 200}, the shortest there is. */
  private static final int MIN_STATUS_LINE_BYTES = 12;

  private final int maxHeadBytes;
  private final LineReader lines;

  private int status;
  private int minorVersion;
  private String reason = "";
  private Fields fields = new Fields();

  /** What the bytes were. */
  public sealed interface Result {}

  /** No complete head yet: call again when there are more bytes. */
  public record Incomplete() implements Result {}

  /** The bytes up to the body are consumed. */
  public record Complete(ResponseHead head) implements Result {}

  /** Nothing on this connection can be believed any more. */
  public record Malformed(Malformation malformation) implements Result {}

  private static final Incomplete INCOMPLETE = new Incomplete();

  /**
   * @param maxHeadBytes the bound on status line and header section together
   * @param scratch at least {@code maxHeadBytes} long; used during {@link #parse} only
   */
  public ResponseParser(int maxHeadBytes, byte[] scratch) {
    this.maxHeadBytes = maxHeadBytes;
    this.lines = new LineReader(scratch);
    lines.restart(maxHeadBytes);
  }

  /** Consumes whole lines of {@code in}, which stays the caller's. */
  public Result parse(ByteBuf in) {
    while (true) {
      int length = lines.next(in);
      if (length < 0) {
        return switch (length) {
          case LineReader.INCOMPLETE -> INCOMPLETE;
          case LineReader.WRONG_END -> new Malformed(Malformation.LINE_END);
          default -> new Malformed(Malformation.HEAD_TOO_LARGE);
        };
      }
      if (status != 0 && length == 0) {
        return end();
      }
      if (fields.size() == FieldLine.MAX_LINES) {
        return new Malformed(Malformation.HEAD_TOO_LARGE);
      }
      Malformation malformation =
          status == 0 ? statusLine(length) : FieldLine.parse(lines.line(), length, fields);
      if (malformation != null) {
        return new Malformed(malformation);
      }
    }
  }

  private Result end() {
    Result result = new Complete(new ResponseHead(status, reason, minorVersion, fields));
    status = 0;
    fields = new Fields();
    lines.restart(maxHeadBytes);
    return result;
  }

  /**
   * RFC 9112 §4: HTTP-version SP 3DIGIT SP [ reason-phrase ]. The second space may be missing, as
   * it is in what many servers send without a phrase: it tells nothing.
   */
  private @Nullable Malformation statusLine(int length) {
    byte[] line = lines.line();
    if (length < MIN_STATUS_LINE_BYTES
        || !HttpVersion.isVersion(line, 0)
        || line[HttpVersion.BYTES] != ' ') {
      return Malformation.STATUS_LINE;
    }
    if (!HttpVersion.isHttp1(line, 0)) {
      return Malformation.VERSION;
    }
    int code = 0;
    for (int i = HttpVersion.BYTES + 1; i < MIN_STATUS_LINE_BYTES; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9) {
        return Malformation.STATUS_LINE;
      }
      code = code * 10 + digit;
    }
    if (code < 100 || code > 599) {
      return Malformation.STATUS;
    }
    if (length > MIN_STATUS_LINE_BYTES && line[MIN_STATUS_LINE_BYTES] != ' ') {
      return Malformation.STATUS_LINE;
    }
    for (int i = MIN_STATUS_LINE_BYTES; i < length; i++) {
      if (!Syntax.isValueOctet(line[i])) {
        return line[i] == '\r' ? Malformation.LINE_END : Malformation.STATUS_LINE;
      }
    }
    status = code;
    minorVersion = HttpVersion.minor(line, 0);
    int phrase = MIN_STATUS_LINE_BYTES + 1;
    reason = phrase < length ? reason(code, line, phrase, length) : "";
    return null;
  }

  /** The usual phrase of the most usual status is not made anew each time. */
  private static String reason(int status, byte[] line, int start, int end) {
    return status == 200 && end - start == 2 && line[start] == 'O' && line[start + 1] == 'K'
        ? "OK"
        : new String(line, start, end - start, ISO_8859_1);
  }
}
