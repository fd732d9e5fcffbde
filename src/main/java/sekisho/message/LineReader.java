package sekisho.message;

import io.netty.buffer.ByteBuf;

/**
 * Cuts the lines of a message's head off a connection's bytes (RFC 9112 §2.2): CRLF ends a line,
 * and nothing else does.
 *
 * <p>A line is copied into the scratch array, without its end. Bytes of a line that is not complete
 * yet stay where they are and are not searched twice. Allocates nothing.
 */
final class LineReader {
  /** There is no whole line yet. */
  static final int INCOMPLETE = -1;

  /** The lines together are longer than they may be. */
  static final int TOO_LONG = -2;

  /** The line ends with a bare LF. */
  static final int WRONG_END = -3;

  private final byte[] line;
  private int searched;
  private int bytesLeft;

  /**
   * @param scratch at least as long as the bound of {@link #restart}; used during a call only
   */
  LineReader(byte[] scratch) {
    this.line = scratch;
  }

  /** Begins a new section, of {@code maxBytes} with all line ends. */
  void restart(int maxBytes) {
    bytesLeft = maxBytes;
  }

  /** Whether a part of a line has been seen. */
  boolean isInLine() {
    return searched > 0;
  }

  /** The scratch array, which holds the last line. */
  byte[] line() {
    return line;
  }

  /** The length of the next line, which is consumed and in {@link #line()}, or a constant above. */
  int next(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    int end =
        available > searched ? in.indexOf(start + searched, start + available, (byte) '\n') : -1;
    int length = end < 0 ? available : end + 1 - start;
    if (length > bytesLeft) {
      return TOO_LONG;
    }
    if (end < 0) {
      searched = available;
      return INCOMPLETE;
    }
    searched = 0;
    bytesLeft -= length;
    in.readBytes(line, 0, length);
    return length < 2 || line[length - 2] != '\r' ? WRONG_END : length - 2;
  }
}
