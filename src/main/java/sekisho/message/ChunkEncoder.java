package sekisho.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * The framing around the pieces of a chunked body (RFC 9112 §7.1). The line end behind a piece goes
 * with what follows it, where that is written at once; else alone: many a reader waits for it
 * before it hands the piece on.
 */
public final class ChunkEncoder {
  private static final int SIZE_LINE_BYTES = 12;
  private static final ByteBuf LINE_END =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(2).writeByte('\r').writeByte('\n').asReadOnly());
  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(US_ASCII);

  private ChunkEncoder() {}

  /**
   * What stands before a piece of {@code length} bytes.
   *
   * @param behindPiece whether the line end behind another piece is still missing
   */
  public static ByteBuf before(int length, boolean behindPiece, ByteBufAllocator allocator) {
    ByteBuf line = allocator.buffer(SIZE_LINE_BYTES);
    if (behindPiece) {
      HeadEncoder.crlf(line);
    }
    line.writeCharSequence(Integer.toHexString(length), US_ASCII);
    HeadEncoder.crlf(line);
    return line;
  }

  /**
   * What stands behind a piece that nothing follows yet. Takes no memory, so that it cannot fail.
   */
  public static ByteBuf after() {
    return LINE_END.duplicate();
  }

  /**
   * What ends the body.
   *
   * @param behindPiece as before
   */
  public static ByteBuf end(Fields trailers, boolean behindPiece, ByteBufAllocator allocator) {
    ByteBuf end = allocator.buffer(SIZE_LINE_BYTES);
    if (behindPiece) {
      HeadEncoder.crlf(end);
    }
    end.writeBytes(LAST_CHUNK);
    HeadEncoder.fields(end, trailers);
    HeadEncoder.crlf(end);
    return end;
  }
}
