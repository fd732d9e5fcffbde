package sekisho.proxyprotocol;

import io.netty.buffer.ByteBuf;

/**
 * Reads the PROXY header that a connection begins with, without consuming a byte.
 *
 * <p>It keeps no state: it is asked again with everything that was read so far, until the answer is
 * not {@link Received.Incomplete}. Once it has decided, more bytes do not change the answer. A
 * first byte that no header begins with decides at once.
 */
public final class ProxyHeaderParser {
  /** Versions are told apart by this byte: {@code P} or the carriage return of the signature. */
  private static final byte V1_FIRST_BYTE = 'P';

  private ProxyHeaderParser() {}

  /**
   * @param buffer all bytes since the connection began, from the reader index; it stays the
   *     caller's and its indexes stay as they are
   */
  public static Received parse(ByteBuf buffer) {
    if (!buffer.isReadable()) {
      return new Received.Incomplete();
    }
    return buffer.getByte(buffer.readerIndex()) == V1_FIRST_BYTE
        ? Version1.read(buffer)
        : Version2.read(buffer);
  }
}
