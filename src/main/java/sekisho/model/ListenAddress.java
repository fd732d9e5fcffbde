package sekisho.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An IP address and port to accept on.
 *
 * @param address a literal address, possibly the wildcard of its family
 * @param port 1 to 65535, or 0 for one that the kernel chooses (tests)
 */
public record ListenAddress(InetAddress address, int port) {
  public ListenAddress {
    Require.port(port);
  }

  /**
   * Whether this is IPv6, whose listeners take IPv6 alone, so that a pair of wildcards can share a
   * port.
   */
  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  @Override
  public String toString() {
    return (address instanceof Inet6Address v6
            ? "[" + CanonicalAddress.of(v6) + "]"
            : address.getHostAddress())
        + ":"
        + port;
  }
}
