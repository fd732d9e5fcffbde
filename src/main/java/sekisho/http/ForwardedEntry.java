package sekisho.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An entry of X-Forwarded-For as proxies write them: an address, IPv6 with or without brackets, and
 * some append the port. No name is resolved.
 */
final class ForwardedEntry {
  private static final int MAX_PORT_DIGITS = 5;

  private ForwardedEntry() {}

  /** The entry's address, an IPv4-mapped one as IPv4; null when it is none. */
  static @Nullable InetAddress address(String entry) {
    if (entry.startsWith("[")) {
      int close = entry.indexOf(']');
      return close > 0 && isPortOrNothing(entry, close + 1) ? v6(entry.substring(1, close)) : null;
    }
    int colon = entry.indexOf(':');
    if (colon < 0) {
      return v4(entry);
    }
    if (colon != entry.lastIndexOf(':')) {
      return v6(entry);
    }
    return isPortOrNothing(entry, colon) ? v4(entry.substring(0, colon)) : null;
  }

  private static @Nullable InetAddress v4(String text) {
    return NetUtil.isValidIpV4Address(text) ? ofBytes(text) : null;
  }

  /** Zones mean something on one machine only. */
  private static @Nullable InetAddress v6(String text) {
    boolean plain = text.indexOf('%') < 0 && text.indexOf('[') < 0;
    return plain && NetUtil.isValidIpV6Address(text) ? ofBytes(text) : null;
  }

  private static @Nullable InetAddress ofBytes(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private static boolean isPortOrNothing(String entry, int from) {
    int digits = entry.length() - from - 1;
    if (digits < 0) {
      return true;
    }
    return digits >= 1
        && digits <= MAX_PORT_DIGITS
        && entry.charAt(from) == ':'
        && entry.chars().skip(from + 1L).allMatch(c -> c >= '0' && c <= '9');
  }
}
