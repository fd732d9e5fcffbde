package sekisho.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The framing around the pieces of a chunked body (RFC 9112 §7.1). */
public final class ChunkEncoder {
  private static final int SIZE_LINE_BYTES = 12;
  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(US_ASCII);

  private ChunkEncoder() {}

  /**
   * What stands before a piece of {@code length} bytes.
   *
   * @param first whether no chunk of the body has gone before; a later one ends the one before it
   */
  public static ByteBuf before(int length, boolean first, ByteBufAllocator allocator) {
    ByteBuf line = allocator.buffer(SIZE_LINE_BYTES);
    if (!first) {
      HeadEncoder.crlf(line);
    }
    line.writeCharSequence(Integer.toHexString(length), US_ASCII);
    HeadEncoder.crlf(line);
    return line;
  }

  /**
   * What ends the body.
   *
   * @param empty whether no chunk has gone before
   */
  public static ByteBuf end(Fields trailers, boolean empty, ByteBufAllocator allocator) {
    ByteBuf end = allocator.buffer(SIZE_LINE_BYTES);
    if (!empty) {
      HeadEncoder.crlf(end);
    }
    end.writeBytes(LAST_CHUNK);
    HeadEncoder.fields(end, trailers);
    HeadEncoder.crlf(end);
    return end;
  }
}
