package sekisho.acme;

import java.net.Inet4Address;
import java.net.InetAddress;
import sekisho.model.ServerName;

/**
 * The name that stands for an address where only names can (RFC 8738 §6): {@code
 * 7.113.0.203.in-addr.arpa} (RFC 1035 §3.5), {@code ….ip6.arpa} (RFC 3596 §2.5).
 */
final class ReverseName {
  private ReverseName() {}

  static ServerName of(InetAddress address) {
    byte[] bytes = address.getAddress();
    StringBuilder name = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      int octet = Byte.toUnsignedInt(bytes[i]);
      if (address instanceof Inet4Address) {
        name.append(octet).append('.');
      } else {
        name.append(Character.forDigit(octet & 0xf, 16)).append('.');
        name.append(Character.forDigit(octet >> 4, 16)).append('.');
      }
    }
    return new ServerName(
        name.append(address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa").toString());
  }
}
