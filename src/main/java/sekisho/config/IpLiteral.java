package sekisho.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as texts: dotted quads and RFC 4291 §2.2, without zones; no name is resolved. */
final class IpLiteral {
  private static final int OCTETS = 4;
  private static final int MAX_OCTET = 255;
  private static final int MAX_OCTET_DIGITS = 3;

  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private IpLiteral() {}

  static Optional<InetAddress> parse(String text) {
    return v4(text).or(() -> v6(text));
  }

  static Optional<InetAddress> v4(String text) {
    return isV4(text) ? Optional.of(Inet4Address.ofLiteral(text)) : Optional.empty();
  }

  /**
   * The JDK reads 10.1 and 010.0.0.1 as addresses too; people who write those mean something else.
   */
  private static boolean isV4(String text) {
    int octets = 1;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '.') {
        if (!isOctet(text, begin, i)) {
          return false;
        }
        octets++;
        begin = i + 1;
      }
    }
    return octets == OCTETS && isOctet(text, begin, text.length());
  }

  private static boolean isOctet(String text, int begin, int end) {
    int digits = end - begin;
    if (digits < 1 || digits > MAX_OCTET_DIGITS || (digits > 1 && text.charAt(begin) == '0')) {
      return false;
    }
    int value = 0;
    for (int i = begin; i < end; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return false;
      }
      value = 10 * value + digit - '0';
    }
    return value <= MAX_OCTET;
  }

  /** Without brackets; an IPv4-mapped address is none, the JDK turns it into IPv4. */
  static Optional<InetAddress> v6(String text) {
    if (!V6.matcher(text).matches() || text.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      InetAddress address = Inet6Address.ofLiteral(text);
      return address instanceof Inet6Address ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
