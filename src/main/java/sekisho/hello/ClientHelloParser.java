package sekisho.hello;

import io.netty.buffer.ByteBuf;

/**
 * Tells what a connection begins with, without consuming a byte of it (RFC 8446 §4.1.2, §5.1).
 *
 * <p>It keeps no state: it is asked again with everything that was read so far, until the answer is
 * not {@link Preread.Incomplete}. Once it has decided, more bytes do not change the answer. While
 * bytes are missing it looks at lengths alone and copies nothing; a hello in one record is never
 * copied.
 *
 * <p>It does not negotiate, does not check that the hello could lead to a handshake, and ignores
 * whatever follows the hello (early data).
 */
public final class ClientHelloParser {
  /**
   * The most that is held of a connection before it is known for whom it is, in bytes, record
   * headers included. Post-quantum hellos have about 2,000.
   */
  public static final int MAX_PREREAD_BYTES = 16_384;

  private ClientHelloParser() {}

  /**
   * @param buffer all bytes since the connection began, from the reader index; it stays the
   *     caller's and its indexes stay as they are
   */
  public static Preread parse(ByteBuf buffer) {
    return switch (new HandshakeRecords(buffer).read()) {
      case HandshakeRecords.Progress.Undecided undecided -> undecided.preread();
      case HandshakeRecords.Progress.Complete complete ->
          new ClientHelloBody(complete.body()).read();
    };
  }
}
