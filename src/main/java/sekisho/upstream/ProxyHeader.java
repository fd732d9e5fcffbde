package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import sekisho.model.ProxyProtocol;

/**
 * The header of the PROXY protocol, versions 1 and 2, that tells a TCP upstream whom it serves (the
 * HAProxy project's proxy-protocol.txt).
 *
 * <p>Only written here, for TCP over IPv4 and IPv6. Addresses of mixed families are written as
 * IPv6, the IPv4 one mapped.
 */
public final class ProxyHeader {
  private static final byte[] V2_SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  /** Version 2, command PROXY. */
  private static final int V2_VERSION_AND_COMMAND = 0x21;

  private static final int V2_TCP_OVER_IPV4 = 0x11;
  private static final int V2_TCP_OVER_IPV6 = 0x21;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int TWO_PORTS_BYTES = 4;

  /** The longest version 1 line, with its CRLF. */
  private static final int V1_MAX_BYTES = 107;

  private ProxyHeader() {}

  /** The header's bytes, the caller's to release; empty for {@link ProxyProtocol#NONE}. */
  public static ByteBuf encode(
      ProxyProtocol version,
      InetSocketAddress source,
      InetSocketAddress destination,
      ByteBufAllocator allocator) {
    return switch (version) {
      case NONE -> Unpooled.EMPTY_BUFFER;
      case V1 -> v1(source, destination, allocator);
      case V2 -> v2(source, destination, allocator);
    };
  }

  private static boolean isIpv4(InetSocketAddress source, InetSocketAddress destination) {
    return source.getAddress() instanceof Inet4Address
        && destination.getAddress() instanceof Inet4Address;
  }

  private static ByteBuf v1(
      InetSocketAddress source, InetSocketAddress destination, ByteBufAllocator allocator) {
    boolean ipv4 = isIpv4(source, destination);
    ByteBuf line = allocator.buffer(V1_MAX_BYTES);
    ByteBufUtil.writeAscii(
        line,
        (ipv4 ? "PROXY TCP4 " : "PROXY TCP6 ")
            + text(source.getAddress(), ipv4)
            + ' '
            + text(destination.getAddress(), ipv4)
            + ' '
            + source.getPort()
            + ' '
            + destination.getPort()
            + "\r\n");
    return line;
  }

  private static String text(InetAddress address, boolean ipv4) {
    if (ipv4) {
      return address.getHostAddress();
    }
    if (address instanceof Inet4Address) {
      return "::ffff:" + address.getHostAddress();
    }
    return NetUtil.toAddressString(address);
  }

  private static ByteBuf v2(
      InetSocketAddress source, InetSocketAddress destination, ByteBufAllocator allocator) {
    boolean ipv4 = isIpv4(source, destination);
    int addressBytes = ipv4 ? IPV4_BYTES : IPV6_BYTES;
    int length = 2 * addressBytes + TWO_PORTS_BYTES;
    ByteBuf header = allocator.buffer(V2_SIGNATURE.length + 4 + length);
    header.writeBytes(V2_SIGNATURE);
    header.writeByte(V2_VERSION_AND_COMMAND);
    header.writeByte(ipv4 ? V2_TCP_OVER_IPV4 : V2_TCP_OVER_IPV6);
    header.writeShort(length);
    writeAddress(header, source.getAddress(), ipv4);
    writeAddress(header, destination.getAddress(), ipv4);
    header.writeShort(source.getPort());
    header.writeShort(destination.getPort());
    return header;
  }

  private static void writeAddress(ByteBuf header, InetAddress address, boolean ipv4) {
    if (!ipv4 && address instanceof Inet4Address) {
      // RFC 4291 §2.5.5.2: ::ffff:a.b.c.d
      header.writeZero(10).writeShort(0xffff);
    }
    header.writeBytes(address.getAddress());
  }
}
