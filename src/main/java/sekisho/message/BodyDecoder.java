package sekisho.message;

import io.netty.buffer.ByteBuf;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Takes the framing off a message's body (RFC 9112 §6, §7.1) as its bytes come.
 *
 * <p>Holds no body bytes: what is there is handed on at once. Chunk extensions are bounded and
 * dropped; the trailer section is bounded and kept apart from the header section (RFC 9110 §6.5.1).
 * One per message.
 */
public final class BodyDecoder {
  /** The bound on a chunk-size line with its extensions, in bytes. */
  static final int MAX_CHUNK_LINE_BYTES = 256;

  /** RFC 9112 §7.1: sixteen hex digits are all that a 64-bit size can need. */
  private static final int MAX_CHUNK_SIZE_DIGITS = 16;

  /** The bound on a trailer section, in bytes. */
  static final int MAX_TRAILER_BYTES = 8192;

  private enum State {
    DATA,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    ENDED
  }

  private static final Fields NO_TRAILERS = new Fields();

  private final byte[] line;
  private State state;
  private long remaining;
  private int trailerBytes;
  private int searched;
  private Fields trailers = NO_TRAILERS;

  /** What the bytes were. */
  public sealed interface Result {}

  /** Nothing more can be read before more bytes come. */
  public record Incomplete() implements Result {}

  /** A piece of the body, a retained slice that the caller releases. */
  public record Data(ByteBuf bytes) implements Result {}

  /** The body is over; the next byte belongs to the next message. */
  public record End(Fields trailers) implements Result {}

  /** The framing is broken: nothing after this point can be trusted. */
  public record Malformed(Malformation malformation) implements Result {}

  private static final Incomplete INCOMPLETE = new Incomplete();

  /**
   * @param scratch at least 8 KiB, used during {@link #decode} only
   */
  public BodyDecoder(BodyFraming framing, byte[] scratch) {
    this.line = scratch;
    this.state =
        switch (framing) {
          case BodyFraming.None _ -> State.ENDED;
          case BodyFraming.Length length -> {
            remaining = length.length();
            yield State.DATA;
          }
          case BodyFraming.Chunked _ -> State.CHUNK_SIZE;
        };
  }

  /** Whether the end is all that is left to decode, and needs no byte more. */
  public boolean isAtEnd() {
    return state == State.ENDED || (state == State.DATA && remaining == 0);
  }

  /**
   * The next piece in {@code in}, whose reader index moves over what was taken; {@code in} stays
   * the caller's.
   */
  public Result decode(ByteBuf in) {
    while (true) {
      switch (state) {
        case DATA, CHUNK_DATA -> {
          if (remaining > 0) {
            return data(in);
          }
          state = state == State.DATA ? State.ENDED : State.CHUNK_END;
        }
        case CHUNK_SIZE -> {
          int length = readLine(in, MAX_CHUNK_LINE_BYTES);
          if (length < 0) {
            return unfinished(length, Malformation.CHUNK);
          }
          Malformation malformation = chunkSize(length);
          if (malformation != null) {
            return new Malformed(malformation);
          }
          state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
        }
        case CHUNK_END -> {
          int length = readLine(in, 2);
          if (length < 0) {
            return unfinished(length, Malformation.CHUNK);
          }
          state = State.CHUNK_SIZE;
        }
        case TRAILERS -> {
          int length = readLine(in, MAX_TRAILER_BYTES - trailerBytes);
          if (length < 0) {
            return unfinished(length, Malformation.TRAILERS_TOO_LARGE);
          }
          if (length == 0) {
            state = State.ENDED;
            continue;
          }
          trailerBytes += length + 2;
          Malformation malformation = trailer(length);
          if (malformation != null) {
            return new Malformed(malformation);
          }
        }
        case ENDED -> {
          return new End(trailers);
        }
      }
    }
  }

  private Result data(ByteBuf in) {
    int length = (int) Math.min(remaining, in.readableBytes());
    if (length == 0) {
      return INCOMPLETE;
    }
    remaining -= length;
    return new Data(in.readRetainedSlice(length));
  }

  private static final int NO_LINE_YET = -1;
  private static final int LINE_TOO_LONG = -2;
  private static final int LINE_END_WRONG = -3;

  /**
   * Copies the next line, without its end, into {@link #line}; its length, or one of the constants
   * above.
   */
  private int readLine(ByteBuf in, int maxBytes) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    int end =
        available > searched ? in.indexOf(start + searched, start + available, (byte) '\n') : -1;
    int length = end < 0 ? available : end + 1 - start;
    if (length > maxBytes) {
      return LINE_TOO_LONG;
    }
    if (end < 0) {
      searched = available;
      return NO_LINE_YET;
    }
    searched = 0;
    in.readBytes(line, 0, length);
    if (length < 2 || line[length - 2] != '\r') {
      return LINE_END_WRONG;
    }
    return length - 2;
  }

  private static Result unfinished(int length, Malformation tooLong) {
    return switch (length) {
      case NO_LINE_YET -> INCOMPLETE;
      case LINE_END_WRONG -> new Malformed(Malformation.LINE_END);
      default -> new Malformed(tooLong);
    };
  }

  /** RFC 9112 §7.1: hex digits, then nothing or an extension. */
  private @Nullable Malformation chunkSize(int length) {
    long size = 0;
    int digits = 0;
    while (digits < length && HexFormat.isHexDigit(line[digits])) {
      digits++;
      if (digits > MAX_CHUNK_SIZE_DIGITS || size >>> 59 != 0) {
        return Malformation.CHUNK;
      }
      size = size << 4 | HexFormat.fromHexDigit(line[digits - 1]);
    }
    if (digits == 0) {
      return Malformation.CHUNK;
    }
    if (digits < length && line[digits] != ';') {
      return Malformation.CHUNK;
    }
    for (int i = digits; i < length; i++) {
      if (!Syntax.isValueOctet(line[i])) {
        return Malformation.CHUNK;
      }
    }
    remaining = size;
    return null;
  }

  private @Nullable Malformation trailer(int length) {
    if (trailers == NO_TRAILERS) {
      trailers = new Fields();
    } else if (trailers.size() == FieldLine.MAX_LINES) {
      return Malformation.TRAILERS_TOO_LARGE;
    }
    Malformation malformation = FieldLine.parse(line, length, trailers);
    return malformation == null && isOfHeadsOnly(trailers.name(trailers.size() - 1))
        ? Malformation.TRAILER
        : malformation;
  }

  /**
   * RFC 9110 §6.5.1: what frames or routes a message is never a trailer. Dropping it would do; but
   * who sends it hopes for a reader that merges it into the head.
   */
  private static boolean isOfHeadsOnly(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("Host");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }
}
