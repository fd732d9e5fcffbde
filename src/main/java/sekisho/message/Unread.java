package sekisho.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** Bytes of a connection that came and nobody has taken yet; it owns them. */
public final class Unread {
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  /** Takes {@code more} over. */
  public void add(ByteBuf more, ByteBufAllocator allocator) {
    if (isEmpty()) {
      release();
      bytes = more;
    } else {
      bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, bytes, more);
    }
  }

  public boolean isEmpty() {
    return !bytes.isReadable();
  }

  /** To be read from, not to be kept. */
  public ByteBuf bytes() {
    return bytes;
  }

  /** Hands them over; null: there are none. */
  public @Nullable ByteBuf take() {
    if (isEmpty()) {
      return null;
    }
    ByteBuf taken = bytes;
    bytes = Unpooled.EMPTY_BUFFER;
    return taken;
  }

  /** Gives the memory back once all of it was taken. */
  public void releaseIfEmpty() {
    if (isEmpty()) {
      release();
    }
  }

  public void release() {
    ByteBuf held = bytes;
    bytes = Unpooled.EMPTY_BUFFER;
    held.release();
  }
}
