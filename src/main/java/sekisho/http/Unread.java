package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/** Bytes of a connection that came and nobody has taken yet; it owns them. */
final class Unread {
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  /** Takes {@code more} over. */
  void add(ByteBuf more, ByteBufAllocator allocator) {
    if (isEmpty()) {
      release();
      bytes = more;
    } else {
      bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, bytes, more);
    }
  }

  boolean isEmpty() {
    return !bytes.isReadable();
  }

  /** To be read from, not to be kept. */
  ByteBuf bytes() {
    return bytes;
  }

  /** Gives the memory back once all of it was taken. */
  void releaseIfEmpty() {
    if (isEmpty()) {
      release();
    }
  }

  void release() {
    ByteBuf held = bytes;
    bytes = Unpooled.EMPTY_BUFFER;
    held.release();
  }
}
