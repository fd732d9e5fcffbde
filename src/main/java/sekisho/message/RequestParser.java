package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads (RFC 9112 §2 to §5) off a connection's bytes, line by line as they come.
 *
 * <p>Strict where the RFC permits leniency: CRLF ends every line, nothing is folded, trimmed beyond
 * optional white space, or repaired. It does not look at what a target or field means, except the
 * fields that frame the body. One per connection, reused for every request; memory is bounded by
 * {@code maxHeadBytes}. After {@link Malformed} it must not be used again.
 */
public final class RequestParser {
  /**
   * Empty lines before a request line that are skipped (RFC 9112 §2.2), so that it cannot go on for
   * ever.
   */
  private static final int MAX_LEADING_EMPTY_LINES = 1;

  /**
   * The longest method that is not refused as nonsense; the longest registered one has 17 letters.
   */
  private static final int MAX_METHOD_BYTES = 32;

  private final int maxHeadBytes;
  private final LineReader lines;

  private boolean inHead;
  private int emptyLines;
  private @Nullable String method;
  private String target = "";
  private int minorVersion;
  private Fields fields = new Fields();

  /** What the bytes were. */
  public sealed interface Result {}

  /** No complete head yet: call again when there are more bytes. */
  public record Incomplete() implements Result {}

  /** The bytes up to the body are consumed. */
  public record Complete(RequestHead head) implements Result {}

  /** The connection has to be closed after the answer. */
  public record Malformed(Malformation malformation) implements Result {}

  private static final Incomplete INCOMPLETE = new Incomplete();

  /**
   * @param maxHeadBytes the bound on request line and header section together
   * @param scratch at least {@code maxHeadBytes} long; only used during {@link #parse}, may be
   *     shared by all parsers of one event loop
   */
  public RequestParser(int maxHeadBytes, byte[] scratch) {
    this.maxHeadBytes = maxHeadBytes;
    this.lines = new LineReader(scratch);
    lines.restart(maxHeadBytes);
  }

  /** Whether a part of a head has been seen. */
  public boolean inHead() {
    return inHead || lines.isInLine();
  }

  /** Consumes whole lines of {@code in}, which stays the caller's. */
  public Result parse(ByteBuf in) {
    while (true) {
      int length = lines.next(in);
      if (length < 0) {
        return unfinished(length);
      }
      // RFC 9112 §2.2: an empty line before a request line is not yet a request.
      inHead |= length > 0;
      Result result = line(length);
      if (!(result instanceof Incomplete)) {
        return result;
      }
    }
  }

  private Result unfinished(int length) {
    return switch (length) {
      case LineReader.INCOMPLETE -> INCOMPLETE;
      case LineReader.WRONG_END -> new Malformed(Malformation.LINE_END);
      default ->
          new Malformed(
              method == null ? Malformation.TARGET_TOO_LONG : Malformation.HEAD_TOO_LARGE);
    };
  }

  private Result line(int length) {
    Malformation malformation;
    if (method == null) {
      if (length == 0) {
        emptyLines++;
        return emptyLines > MAX_LEADING_EMPTY_LINES
            ? new Malformed(Malformation.REQUEST_LINE)
            : INCOMPLETE;
      }
      malformation = requestLine(length);
    } else if (length == 0) {
      return end();
    } else if (fields.size() == FieldLine.MAX_LINES) {
      malformation = Malformation.HEAD_TOO_LARGE;
    } else {
      malformation = FieldLine.parse(lines.line(), length, fields);
    }
    return malformation == null ? INCOMPLETE : new Malformed(malformation);
  }

  private Result end() {
    String completeMethod = method == null ? "" : method;
    Result result =
        switch (BodyFraming.ofRequest(fields, minorVersion)) {
          case BodyFraming.Framed framed ->
              new Complete(
                  new RequestHead(completeMethod, target, minorVersion, fields, framed.framing()));
          case BodyFraming.Unframed unframed -> new Malformed(unframed.malformation());
        };
    method = null;
    fields = new Fields();
    inHead = false;
    emptyLines = 0;
    lines.restart(maxHeadBytes);
    return result;
  }

  /** RFC 9112 §3: method SP request-target SP HTTP-version, with single spaces. */
  private @Nullable Malformation requestLine(int length) {
    byte[] line = lines.line();
    int methodEnd = 0;
    while (methodEnd < length && Syntax.isTokenOctet(line[methodEnd])) {
      methodEnd++;
    }
    if (methodEnd == 0
        || methodEnd == length
        || line[methodEnd] != ' '
        || methodEnd > MAX_METHOD_BYTES) {
      return Malformation.REQUEST_LINE;
    }
    int targetStart = methodEnd + 1;
    int targetEnd = targetStart;
    while (targetEnd < length && Syntax.isTargetOctet(line[targetEnd])) {
      targetEnd++;
    }
    if (targetEnd == targetStart || targetEnd == length) {
      return Malformation.REQUEST_LINE;
    }
    if (line[targetEnd] != ' ') {
      return Malformation.TARGET;
    }
    int version = targetEnd + 1;
    if (length - version != HttpVersion.BYTES || !HttpVersion.isVersion(line, version)) {
      return Malformation.REQUEST_LINE;
    }
    if (!HttpVersion.isHttp1(line, version)) {
      return Malformation.VERSION;
    }
    minorVersion = HttpVersion.minor(line, version);
    method = Names.method(line, methodEnd);
    target = new String(line, targetStart, targetEnd - targetStart, ISO_8859_1);
    return null;
  }
}
