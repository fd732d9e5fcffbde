package sekisho.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** PROXY headers as bytes, right and wrong ones, and what the parser says of them. */
final class Headers {
  static final int TCP4 = 0x11;
  static final int TCP6 = 0x21;
  static final String IPV4_ADDRESSES = "c0000201cb007107115c01bb";
  static final String IPV6_ADDRESSES =
      "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "115c01bb";
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private Headers() {}

  static byte[] line(String line) {
    return (line + "\r\n").getBytes(ISO_8859_1);
  }

  /**
   * @param versionAndCommand 0x21: version 2, PROXY
   * @param rest addresses and TLVs, in hex
   */
  static byte[] binary(int versionAndCommand, int family, String... rest) {
    byte[] body = HexFormat.of().parseHex(String.join("", rest));
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(HexFormat.of().parseHex(SIGNATURE));
    header.write(versionAndCommand);
    header.write(family);
    header.write(body.length >> 8);
    header.write(body.length);
    header.writeBytes(body);
    return header.toByteArray();
  }

  /** With a checksum that is right. */
  static byte[] withChecksum() {
    byte[] header = binary(0x21, TCP4, IPV4_ADDRESSES, "030004" + "00000000");
    CRC32C checksum = new CRC32C();
    checksum.update(header);
    for (int i = 0; i < 4; i++) {
      header[header.length - 4 + i] = (byte) (checksum.getValue() >> (24 - 8 * i));
    }
    return header;
  }

  static Received parse(byte... bytes) {
    return parse(bytes, 0, bytes.length);
  }

  /** The bytes stand in the middle of a buffer that is theirs up to the end. */
  static Received parse(byte[] bytes, int offset, int length) {
    ByteBuf buffer = Unpooled.buffer(length + 3).writeBytes(new byte[3]);
    buffer.writeBytes(bytes, offset, length).skipBytes(3);
    Received received = ProxyHeaderParser.parse(buffer);
    if (buffer.readerIndex() != 3 || buffer.readableBytes() != length) {
      throw new AssertionError("the parser consumed something");
    }
    return received;
  }

  static Received.Proxied proxied(
      String source, int sourcePort, String destination, int destinationPort, int bytes) {
    return new Received.Proxied(
        new InetSocketAddress(InetAddress.ofLiteral(source), sourcePort),
        new InetSocketAddress(InetAddress.ofLiteral(destination), destinationPort),
        bytes);
  }
}
