package sekisho.hello;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first handshake message of a connection in the TLS records that carry it (RFC 8446
 * §5.1).
 *
 * <pre>
 *   record:    22  3 x  length(2)  fragment ...     any number of them
 *   fragments: 1  length(3)  body ...               the message, cut anywhere
 * </pre>
 *
 * One use per question. Its cost is one look at each record header: nothing is copied before the
 * message is whole, and nothing at all when it is in one record.
 */
final class HandshakeRecords {
  private static final int RECORD_HEADER_BYTES = 5;
  private static final int MESSAGE_HEADER_BYTES = 4;

  /** RFC 8446 §5.1: a record's fragment has at most 2^14 bytes. */
  private static final int MAX_FRAGMENT_BYTES = 16_384;

  private static final int CONTENT_TYPE_HANDSHAKE = 22;
  private static final int MESSAGE_TYPE_CLIENT_HELLO = 1;

  private static final Progress INCOMPLETE = new Progress.Undecided(new Preread.Incomplete());
  private static final Progress NOT_TLS = new Progress.Undecided(new Preread.NotTls());

  /** How far the bytes reach. */
  sealed interface Progress {
    /** There is no message, or not yet. */
    record Undecided(Preread preread) implements Progress {}

    /** The message's body, without its header. */
    record Complete(WireReader body) implements Progress {}
  }

  private final ByteBuf buffer;
  private final int origin;
  private final int available;

  /** Where the current record's fragment begins, from the connection's first byte. */
  private int fragmentStart;

  private int fragmentLength;

  /** Bytes of the message in the records before the current one. */
  private int gathered;

  /** The message's header as far as it was seen, as one number. */
  private int header;

  private int headerBytesSeen;

  HandshakeRecords(ByteBuf buffer) {
    this.buffer = buffer;
    this.origin = buffer.readerIndex();
    this.available = buffer.readableBytes();
  }

  Progress read() {
    if (available == 0) {
      return INCOMPLETE;
    }
    if (byteAt(0) != CONTENT_TYPE_HANDSHAKE) {
      return NOT_TLS;
    }
    int recordStart = 0;
    while (available - recordStart >= RECORD_HEADER_BYTES) {
      MalformedHello problem = enterRecord(recordStart);
      if (problem != null) {
        return new Progress.Undecided(new Preread.Malformed(problem));
      }
      int recordEnd = fragmentStart + fragmentLength;
      if (available < recordEnd) {
        return INCOMPLETE;
      }
      gathered += fragmentLength;
      if (isMessageLengthKnown() && gathered == messageLength()) {
        return new Progress.Complete(recordStart == 0 ? inPlace() : copied());
      }
      recordStart = recordEnd;
    }
    return INCOMPLETE;
  }

  private @Nullable MalformedHello enterRecord(int recordStart) {
    if (byteAt(recordStart) != CONTENT_TYPE_HANDSHAKE) {
      // RFC 8446 §5.1: no other type may come between the records of one message.
      return MalformedHello.NOT_A_HANDSHAKE_RECORD;
    }
    if (byteAt(recordStart + 1) != 3) {
      return MalformedHello.RECORD_VERSION;
    }
    fragmentStart = recordStart + RECORD_HEADER_BYTES;
    fragmentLength = buffer.getUnsignedShort(origin + recordStart + 3);
    // RFC 8446 §5.1: zero-length fragments of handshake types must not be sent.
    if (fragmentLength == 0 || fragmentLength > MAX_FRAGMENT_BYTES) {
      return MalformedHello.RECORD_LENGTH;
    }
    readMessageHeader();
    return checkMessage();
  }

  private void readMessageHeader() {
    int end = fragmentStart + Math.min(fragmentLength, MESSAGE_HEADER_BYTES - headerBytesSeen);
    for (int i = fragmentStart; i < Math.min(end, available); i++) {
      header = (header << 8) | byteAt(i);
      headerBytesSeen++;
    }
  }

  private @Nullable MalformedHello checkMessage() {
    if (headerBytesSeen > 0 && messageType() != MESSAGE_TYPE_CLIENT_HELLO) {
      return MalformedHello.NOT_A_CLIENT_HELLO;
    }
    if (bytesNeeded() > ClientHelloParser.MAX_PREREAD_BYTES) {
      return MalformedHello.TOO_LARGE;
    }
    if (isMessageLengthKnown() && gathered + fragmentLength > messageLength()) {
      // RFC 8446 §5.1: what follows a hello comes under other keys or after our answer.
      return MalformedHello.SURPLUS_IN_RECORD;
    }
    return null;
  }

  /** The least number of bytes in which this hello can be whole, by what its lengths say so far. */
  private int bytesNeeded() {
    int recordEnd = fragmentStart + fragmentLength;
    if (!isMessageLengthKnown()) {
      return recordEnd;
    }
    int missing = messageLength() - gathered;
    return missing <= fragmentLength
        ? fragmentStart + missing
        : fragmentStart + missing + RECORD_HEADER_BYTES;
  }

  private boolean isMessageLengthKnown() {
    return headerBytesSeen == MESSAGE_HEADER_BYTES;
  }

  private int messageType() {
    return header >>> (8 * (headerBytesSeen - 1));
  }

  private int messageLength() {
    return MESSAGE_HEADER_BYTES + (header & 0xFF_FFFF);
  }

  private WireReader inPlace() {
    int start = origin + fragmentStart;
    return new WireReader(buffer, start + MESSAGE_HEADER_BYTES, start + fragmentLength);
  }

  /** The records up to here are checked, so this pass only copies. */
  private WireReader copied() {
    byte[] message = new byte[gathered];
    int recordStart = 0;
    for (int copied = 0; copied < gathered; ) {
      int length = buffer.getUnsignedShort(origin + recordStart + 3);
      buffer.getBytes(origin + recordStart + RECORD_HEADER_BYTES, message, copied, length);
      copied += length;
      recordStart += RECORD_HEADER_BYTES + length;
    }
    // A wrapped array belongs to the collector: there is nothing to release.
    return new WireReader(Unpooled.wrappedBuffer(message), MESSAGE_HEADER_BYTES, gathered);
  }

  private int byteAt(int position) {
    return buffer.getUnsignedByte(origin + position);
  }
}
