package sekisho.strictness;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads HTTP/1.1 messages off a text of one char per octet, the one way that RFC 9112 leaves no
 * doubt about, and calls everything else faulty.
 *
 * <p>Written for clearness alone, and without the product's code: where the two differ, one of them
 * is wrong.
 */
final class SecondOpinion {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") ([!-~&&[^#]]+) HTTP/1\\.([0-9])");
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.([0-9]) ([1-5][0-9][0-9])( [\t -~\\x80-\\xff]*)?");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[\t ]*([\t -~\\x80-\\xff]*?)[\t ]*");
  private static final Pattern CHUNK_SIZE =
      Pattern.compile("([0-9A-Fa-f]{1,16})(;[\t -~\\x80-\\xff]*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final String bytes;
  private int at;

  private SecondOpinion(String bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  /**
   * A message as it was read.
   *
   * @param startLine the first line
   * @param fields its field lines
   * @param body without framing
   * @param end where the next message begins
   */
  record Message(
      String startLine, List<String> fields, String body, List<String> trailers, int end) {
    /** The values of every field with the name, in order. */
    List<String> values(String name) {
      return SecondOpinion.values(fields, name);
    }

    /** A request's method, a response's version. */
    String first() {
      return startLine.substring(0, startLine.indexOf(' '));
    }

    /** A request's target, a response's status. */
    String second() {
      return startLine.split(" ")[1];
    }
  }

  /** What the bytes are. */
  sealed interface Reading {}

  record Whole(Message message) implements Reading {}

  /**
   * @param headRead whether the head was whole
   */
  record Unfinished(boolean headRead) implements Reading {}

  /**
   * @param headRead whether the head was whole and good
   */
  record Faulty(String why, boolean headRead) implements Reading {}

  /** The request that begins at {@code from}. */
  static Reading request(String bytes, int from) {
    // RFC 9112 §2.2: one empty line before a request line is skipped.
    int start = bytes.startsWith("\r\n", from) ? from + 2 : from;
    return new SecondOpinion(bytes, start).read(REQUEST_LINE, "");
  }

  /**
   * The final response that begins at {@code from}; interim ones before it are skipped.
   *
   * @param method of the request it answers
   */
  static Reading response(String bytes, int from, String method) {
    SecondOpinion reader = new SecondOpinion(bytes, from);
    Reading reading = reader.read(STATUS_LINE, method);
    while (reading instanceof Whole(Message message)
        && message.second().startsWith("1")
        && !message.second().equals("101")) {
      reading = reader.read(STATUS_LINE, method);
    }
    return reading;
  }

  /** Why a text cannot be a message: never leaves this class. */
  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    Fault(String why) {
      super(why, null, false, false);
    }
  }

  /** The text ends before the message does: never leaves this class. */
  private static final class TooShort extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooShort() {
      super("too short", null, false, false);
    }
  }

  private Reading read(Pattern startLine, String answeredMethod) {
    boolean headRead = false;
    try {
      Matcher start = startLine.matcher(line());
      require(start.matches(), "the start line");
      List<String> fields = fields();
      boolean isResponse = startLine == STATUS_LINE;
      boolean old = start.group(isResponse ? 1 : 3).equals("0");
      String framing = framing(fields, old, isResponse);
      headRead = true;
      boolean bodiless =
          isResponse && (answeredMethod.equals("HEAD") || isBodiless(start.group(2)));
      List<String> trailers = new ArrayList<>();
      String body = bodiless ? "" : body(framing, trailers);
      return new Whole(new Message(start.group(), fields, body, trailers, at));
    } catch (TooShort e) {
      return new Unfinished(headRead);
    } catch (Fault e) {
      return new Faulty(e.getMessage(), headRead);
    }
  }

  private static boolean isBodiless(String status) {
    return status.startsWith("1") || status.equals("204") || status.equals("304");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new Fault(what);
    }
  }

  private String line() {
    int end = bytes.indexOf('\n', at);
    if (end < 0) {
      throw new TooShort();
    }
    String line = bytes.substring(at, end);
    at = end + 1;
    require(line.indexOf('\r') == line.length() - 1 && !line.isEmpty(), "a line's end");
    return line.substring(0, line.length() - 1);
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      require(FIELD.matcher(line).matches(), "a field line");
      fields.add(line);
    }
    return List.copyOf(fields);
  }

  static List<String> values(List<String> fields, String name) {
    return fields.stream()
        .map(FIELD::matcher)
        .filter(field -> field.matches() && field.group(1).equalsIgnoreCase(name))
        .map(field -> field.group(2))
        .toList();
  }

  /** {@code chunked}, {@code end}, or a length. */
  private static String framing(List<String> fields, boolean old, boolean isResponse) {
    List<String> lengths = values(fields, "Content-Length");
    List<String> codings = values(fields, "Transfer-Encoding");
    require(lengths.isEmpty() || codings.isEmpty(), "a length and a coding");
    require(lengths.size() <= 1 && codings.size() <= 1, "two lengths or codings");
    if (!codings.isEmpty()) {
      require(!old && codings.getFirst().equalsIgnoreCase("chunked"), "the coding");
      return "chunked";
    }
    if (!lengths.isEmpty()) {
      require(LENGTH.matcher(lengths.getFirst()).matches(), "the length");
      return lengths.getFirst();
    }
    return isResponse ? "end" : "0";
  }

  private String body(String framing, List<String> trailers) {
    return switch (framing) {
      case "chunked" -> chunks(trailers);
      case "end" -> take(bytes.length() - at);
      default -> take(Long.parseLong(framing));
    };
  }

  private String take(long length) {
    if (length > bytes.length() - at) {
      throw new TooShort();
    }
    String taken = bytes.substring(at, at + (int) length);
    at += (int) length;
    return taken;
  }

  private String chunks(List<String> trailers) {
    StringBuilder body = new StringBuilder();
    while (true) {
      Matcher size = CHUNK_SIZE.matcher(line());
      require(size.matches(), "a chunk size");
      // A size beyond a long's is no number that a body can have.
      long length = Long.parseUnsignedLong(size.group(1), 16);
      require(length >= 0, "a chunk size");
      if (length == 0) {
        trailers.addAll(fields());
        return body.toString();
      }
      body.append(take(length));
      require(take(2).equals("\r\n"), "what follows a chunk");
    }
  }
}
