package sekisho.hello;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over TLS presentation language (RFC 8446 §3): numbers and length-prefixed vectors.
 *
 * <p>Reading past the end yields zeros and empty vectors and is remembered: who reads a structure
 * asks {@link #overran} or {@link #endedExactly} once, at its end. The buffer is not owned and its
 * indexes are not touched.
 */
final class WireReader {
  private final ByteBuf buffer;
  private final int end;
  private int index;
  private boolean overran;

  WireReader(ByteBuf buffer, int index, int end) {
    this.buffer = buffer;
    this.index = index;
    this.end = end;
  }

  int uint8() {
    return take(1) ? buffer.getUnsignedByte(index - 1) : 0;
  }

  int uint16() {
    return take(2) ? buffer.getUnsignedShort(index - 2) : 0;
  }

  void skip(int bytes) {
    take(bytes);
  }

  /** A vector whose length has one byte. */
  WireReader vector8() {
    return vector(uint8());
  }

  /** A vector whose length has two bytes. */
  WireReader vector16() {
    return vector(uint16());
  }

  /** The rest, each byte a character. */
  String latin1() {
    String text = buffer.toString(index, remaining(), StandardCharsets.ISO_8859_1);
    index = end;
    return text;
  }

  int remaining() {
    return end - index;
  }

  boolean overran() {
    return overran;
  }

  /** Whether everything was read and nothing beyond. */
  boolean endedExactly() {
    return !overran && index == end;
  }

  private WireReader vector(int length) {
    boolean there = take(length);
    return new WireReader(buffer, there ? index - length : index, index);
  }

  private boolean take(int bytes) {
    if (bytes > remaining()) {
      overran = true;
      index = end;
      return false;
    }
    index += bytes;
    return true;
  }
}
