package sekisho.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Version 1, a line (proxy-protocol.txt §2.1): {@code PROXY TCP4 source destination port port}.
 *
 * <p>Exactly as the specification writes it: single spaces, CRLF, addresses of the family that it
 * names, no sign, zero or zone that need not be there. What reads as two things to two readers is
 * none.
 */
final class Version1 {
  /** With its CRLF. */
  private static final int MAX_LINE_BYTES = 107;

  private static final String START = "PROXY ";
  private static final String UNKNOWN = "PROXY UNKNOWN";
  private static final String IPV4 = "TCP4";
  private static final String IPV6 = "TCP6";

  /** PROXY, family, two addresses, two ports. */
  private static final int WORDS = 6;

  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;

  private Version1() {}

  static Received read(ByteBuf buffer) {
    int start = buffer.readerIndex();
    int known = Math.min(buffer.readableBytes(), START.length());
    for (int i = 0; i < known; i++) {
      if (buffer.getByte(start + i) != START.charAt(i)) {
        return new Received.Malformed("no PROXY header");
      }
    }
    int visible = Math.min(buffer.readableBytes(), MAX_LINE_BYTES);
    for (int i = known; i < visible; i++) {
      byte b = buffer.getByte(start + i);
      if (b == '\n') {
        return buffer.getByte(start + i - 1) == '\r'
            ? line(buffer.toString(start, i - 1, ISO_8859_1), i + 1)
            : new Received.Malformed("a line end without carriage return");
      }
      if ((b < ' ' && b != '\r') || buffer.getByte(start + i - 1) == '\r') {
        return new Received.Malformed("a control character in the line");
      }
    }
    return visible == MAX_LINE_BYTES
        ? new Received.Malformed("the line is longer than 107 bytes")
        : new Received.Incomplete();
  }

  private static Received line(String line, int bytes) {
    if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
      // §2.1: whatever else the line says is to be ignored.
      return new Received.Local(bytes);
    }
    String[] words = line.split(" ", -1);
    if (words.length != WORDS) {
      return new Received.Malformed("not six words with single spaces");
    }
    InetAddress source = address(words[1], words[2]);
    InetAddress destination = address(words[1], words[3]);
    if (source == null || destination == null) {
      return new Received.Malformed("no addresses of the family it names");
    }
    int sourcePort = port(words[4]);
    int destinationPort = port(words[5]);
    if (sourcePort < 0 || destinationPort < 0) {
      return new Received.Malformed("no port");
    }
    return new Received.Proxied(
        new InetSocketAddress(source, sourcePort),
        new InetSocketAddress(destination, destinationPort),
        bytes);
  }

  private static @Nullable InetAddress address(String family, String text) {
    return switch (family) {
      case IPV4 -> isIpv4(text) ? ofText(text) : null;
      case IPV6 -> isIpv6(text) ? ofText(text) : null;
      default -> null;
    };
  }

  /** Four numbers; one with a leading zero would be octal to some. */
  private static boolean isIpv4(String text) {
    if (!NetUtil.isValidIpV4Address(text)) {
      return false;
    }
    for (String number : text.split("\\.", -1)) {
      if (number.length() > 1 && number.startsWith("0")) {
        return false;
      }
    }
    return true;
  }

  /** Without brackets, and without a zone, which means something on one machine only. */
  private static boolean isIpv6(String text) {
    return text.chars().allMatch(Version1::isInIpv6) && NetUtil.isValidIpV6Address(text);
  }

  private static boolean isInIpv6(int c) {
    return c == ':' || c == '.' || (c < 0x80 && Character.digit(c, 16) >= 0);
  }

  private static @Nullable InetAddress ofText(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** Decimal, 0 to 65535, without leading zeros; -1 where it is none. */
  private static int port(String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_PORT_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || (text.length() > 1 && text.startsWith("0"))) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port <= MAX_PORT ? port : -1;
  }
}
