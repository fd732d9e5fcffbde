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

  private static final int CRLF_BYTES = 2;

  private enum State {
    DATA,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    ENDED
  }

  private static final Fields NO_TRAILERS = new Fields();

  private final LineReader lines;
  private State state;
  private long remaining;
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
    this.lines = new LineReader(scratch);
    this.state =
        switch (framing) {
          case BodyFraming.None _ -> State.ENDED;
          case BodyFraming.Length length -> {
            remaining = length.length();
            yield State.DATA;
          }
          case BodyFraming.Chunked _ -> State.CHUNK_SIZE;
          case BodyFraming.UntilClose _ -> {
            remaining = Long.MAX_VALUE;
            yield State.DATA;
          }
        };
    lines.restart(MAX_CHUNK_LINE_BYTES);
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
          if (state == State.DATA) {
            state = State.ENDED;
          } else {
            expectLine(State.CHUNK_END, CRLF_BYTES);
          }
        }
        case CHUNK_SIZE, CHUNK_END, TRAILERS -> {
          int length = lines.next(in);
          if (length == LineReader.INCOMPLETE && isEndFilled(in)) {
            return new Malformed(Malformation.CHUNK);
          }
          Result result = line(length);
          if (result != null) {
            return result;
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

  /** Whether all bytes are there that may stand between the data and the next size. */
  private boolean isEndFilled(ByteBuf in) {
    return state == State.CHUNK_END && in.readableBytes() >= CRLF_BYTES;
  }

  private void expectLine(State next, int maxBytes) {
    state = next;
    lines.restart(maxBytes);
  }

  /** What the line of {@code length} means, or why there is none; null: go on. */
  private @Nullable Result line(int length) {
    if (length < 0) {
      return switch (length) {
        case LineReader.INCOMPLETE -> INCOMPLETE;
        case LineReader.WRONG_END -> new Malformed(Malformation.LINE_END);
        default ->
            new Malformed(
                state == State.TRAILERS ? Malformation.TRAILERS_TOO_LARGE : Malformation.CHUNK);
      };
    }
    Malformation malformation = null;
    if (state == State.CHUNK_END) {
      expectLine(State.CHUNK_SIZE, MAX_CHUNK_LINE_BYTES);
    } else if (state == State.CHUNK_SIZE) {
      malformation = chunkSize(length);
      if (remaining > 0) {
        state = State.CHUNK_DATA;
      } else {
        expectLine(State.TRAILERS, MAX_TRAILER_BYTES);
      }
    } else if (length == 0) {
      state = State.ENDED;
    } else {
      malformation = trailer(length);
    }
    return malformation == null ? null : new Malformed(malformation);
  }

  /** RFC 9112 §7.1: hex digits, then nothing or an extension. */
  private @Nullable Malformation chunkSize(int length) {
    byte[] line = lines.line();
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
    return FieldLine.parse(lines.line(), length, trailers);
  }
}
