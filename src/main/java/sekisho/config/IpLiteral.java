package sekisho.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as texts: dotted quads and RFC 4291 §2.2, without zones; no name is resolved. */
final class IpLiteral {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  // The JDK reads 10.1 and 010.0.0.1 as addresses too; people who write those mean something else.
  private static final Pattern V4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private IpLiteral() {}

  static Optional<InetAddress> parse(String text) {
    return v4(text).or(() -> v6(text));
  }

  static Optional<InetAddress> v4(String text) {
    return V4.matcher(text).matches()
        ? Optional.of(Inet4Address.ofLiteral(text))
        : Optional.empty();
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
