package sekisho.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Version 2, binary (proxy-protocol.txt §2.2): signature, version and command, family, length,
 * addresses, and TLVs of which only the checksum is looked at.
 */
final class Version2 {
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  /** Signature, version and command, family, length. */
  private static final int FIXED_BYTES = 16;

  /**
   * What may follow them. Addresses need 36, or 216 for Unix sockets; the TLVs of load balancers a
   * few hundred, a client certificate among them some thousand.
   */
  private static final int MAX_LENGTH = 4096;

  private static final int VERSION_2 = 0x2;
  private static final int COMMAND_LOCAL = 0x0;
  private static final int COMMAND_PROXY = 0x1;

  private static final int UNSPECIFIED = 0x00;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int UNIX_STREAM = 0x31;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int UNIX_BYTES = 108;
  private static final int TWO_PORTS_BYTES = 4;

  /** Type and length. */
  private static final int TLV_HEAD_BYTES = 3;

  private static final int TLV_CRC32C = 0x03;
  private static final int CRC32C_BYTES = 4;

  private final ByteBuf buffer;
  private final int start;

  private Version2(ByteBuf buffer) {
    this.buffer = buffer;
    this.start = buffer.readerIndex();
  }

  static Received read(ByteBuf buffer) {
    return new Version2(buffer).read();
  }

  private Received read() {
    int known = Math.min(buffer.readableBytes(), SIGNATURE.length);
    for (int i = 0; i < known; i++) {
      if (buffer.getByte(start + i) != SIGNATURE[i]) {
        return new Received.Malformed("no PROXY header");
      }
    }
    if (buffer.readableBytes() < FIXED_BYTES) {
      return new Received.Incomplete();
    }
    int length = buffer.getUnsignedShort(start + 14);
    if (length > MAX_LENGTH) {
      return new Received.Malformed("longer than 4096 bytes");
    }
    int versionAndCommand = buffer.getUnsignedByte(start + 12);
    if (versionAndCommand >> 4 != VERSION_2) {
      return new Received.Malformed("not version 2");
    }
    int command = versionAndCommand & 0xf;
    if (command != COMMAND_LOCAL && command != COMMAND_PROXY) {
      return new Received.Malformed("neither LOCAL nor PROXY");
    }
    if (buffer.readableBytes() < FIXED_BYTES + length) {
      return new Received.Incomplete();
    }
    // §2.2: for LOCAL the receiver discards the addresses, and TLVs may still be there.
    return command == COMMAND_LOCAL ? new Received.Local(FIXED_BYTES + length) : proxied(length);
  }

  private Received proxied(int length) {
    return switch (buffer.getUnsignedByte(start + 13)) {
      case TCP_OVER_IPV4 -> withAddresses(length, IPV4_BYTES);
      case TCP_OVER_IPV6 -> withAddresses(length, IPV6_BYTES);
      case UNSPECIFIED -> new Received.Local(FIXED_BYTES + length);
      // A client without an IP address is as little known as one of an unknown family.
      case UNIX_STREAM -> withoutAddresses(length, 2 * UNIX_BYTES);
      // §2.2: what is unassigned must be refused; datagrams do not come over TCP.
      default -> new Received.Malformed("a family that is not TCP");
    };
  }

  private Received withAddresses(int length, int addressBytes) {
    int ports = FIXED_BYTES + 2 * addressBytes;
    Received rest = withoutAddresses(length, 2 * addressBytes + TWO_PORTS_BYTES);
    return rest instanceof Received.Local
        ? new Received.Proxied(
            endpoint(FIXED_BYTES, addressBytes, ports),
            endpoint(FIXED_BYTES + addressBytes, addressBytes, ports + 2),
            FIXED_BYTES + length)
        : rest;
  }

  /** Looks at what follows the addresses. */
  private Received withoutAddresses(int length, int addressesBytes) {
    if (length < addressesBytes) {
      return new Received.Malformed("too short for its addresses");
    }
    int end = FIXED_BYTES + length;
    int at = FIXED_BYTES + addressesBytes;
    while (at < end) {
      int value = at + TLV_HEAD_BYTES;
      if (value > end || value + buffer.getUnsignedShort(start + at + 1) > end) {
        return new Received.Malformed("a TLV that does not fit");
      }
      int valueBytes = buffer.getUnsignedShort(start + at + 1);
      if (buffer.getUnsignedByte(start + at) == TLV_CRC32C
          && (valueBytes != CRC32C_BYTES || !isChecksum(value, end))) {
        return new Received.Malformed("a checksum that does not fit");
      }
      at = value + valueBytes;
    }
    return new Received.Local(end);
  }

  /** §2.2.3: over the whole header, with zeros in the place of the checksum itself. */
  private boolean isChecksum(int value, int end) {
    byte[] header = ByteBufUtil.getBytes(buffer, start, end);
    Arrays.fill(header, value, value + CRC32C_BYTES, (byte) 0);
    CRC32C checksum = new CRC32C();
    checksum.update(header);
    return buffer.getUnsignedInt(start + value) == checksum.getValue();
  }

  private InetSocketAddress endpoint(int at, int addressBytes, int port) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(ByteBufUtil.getBytes(buffer, start + at, addressBytes)),
          buffer.getUnsignedShort(start + port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
