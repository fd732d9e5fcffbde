package sekisho.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which client addresses are served ({@code allow}, {@code deny}).
 *
 * @param allow who is served; empty: everybody
 * @param deny who is not, whatever {@code allow} says
 */
public record AccessList(List<AddressBlock> allow, List<AddressBlock> deny) {
  /** Asks nobody. */
  public static final AccessList EVERYBODY = new AccessList(List.of(), List.of());

  public AccessList {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /** Whether a client is served; an IPv4-mapped IPv6 address is the IPv4 address that it names. */
  public boolean admits(InetAddress client) {
    if (allow.isEmpty() && deny.isEmpty()) {
      return true;
    }
    InetAddress address = unmapped(client);
    return !isIn(deny, address) && (allow.isEmpty() || isIn(allow, address));
  }

  private static boolean isIn(List<AddressBlock> blocks, InetAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** RFC 4291 §2.5.5.2. */
  private static InetAddress unmapped(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    try {
      // The JDK makes an Inet4Address of sixteen bytes that are a mapped one.
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 16 bytes is one", e);
    }
  }
}
