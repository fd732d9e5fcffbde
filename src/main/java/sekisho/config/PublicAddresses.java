package sekisho.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sekisho.model.AddressBlock;

/**
 * Which IP addresses public authorities certify: those in no entry of IANA's registries of
 * special-purpose addresses (CA/Browser Forum Baseline Requirements §4.2.2, "Reserved IP Address").
 */
final class PublicAddresses {
  private static final AddressBlock GLOBAL_UNICAST =
      new AddressBlock(InetAddress.ofLiteral("2000::"), 3);

  private record Reserved(AddressBlock block, String use) {}

  private static final List<Reserved> RESERVED =
      List.of(
          reserved("0.0.0.0", 8, "for hosts without an address (RFC 791 §3.2)"),
          reserved("10.0.0.0", 8, "private (RFC 1918)"),
          reserved("100.64.0.0", 10, "shared behind the NAT of a provider (RFC 6598)"),
          reserved("127.0.0.0", 8, "loopback (RFC 1122 §3.2.1.3)"),
          reserved("169.254.0.0", 16, "link-local (RFC 3927)"),
          reserved("172.16.0.0", 12, "private (RFC 1918)"),
          reserved("192.0.0.0", 24, "for protocols (RFC 6890)"),
          reserved("192.31.196.0", 24, "for AS112 (RFC 7535)"),
          reserved("192.52.193.0", 24, "for multicast tunnels (RFC 7450)"),
          reserved("192.88.99.0", 24, "for 6to4 relays of the past (RFC 7526)"),
          reserved("192.168.0.0", 16, "private (RFC 1918)"),
          reserved("192.175.48.0", 24, "for AS112 (RFC 7534)"),
          reserved("198.18.0.0", 15, "for benchmarks (RFC 2544)"),
          reserved("224.0.0.0", 4, "multicast (RFC 5771)"),
          reserved("240.0.0.0", 4, "reserved (RFC 1112 §4)"),
          reserved("::", 128, "for hosts without an address (RFC 4291 §2.5.2)"),
          reserved("::1", 128, "loopback (RFC 4291 §2.5.3)"),
          reserved("64:ff9b::", 96, "for NAT64 (RFC 6052)"),
          reserved("64:ff9b:1::", 48, "for NAT64 (RFC 8215)"),
          reserved("100::", 64, "discarded (RFC 6666)"),
          reserved("2001::", 23, "for protocols (RFC 2928)"),
          reserved("2002::", 16, "for 6to4 (RFC 3056)"),
          reserved("2620:4f:8000::", 48, "for AS112 (RFC 7534)"),
          reserved("fc00::", 7, "private (RFC 4193)"),
          reserved("fe80::", 10, "link-local (RFC 4291 §2.5.6)"),
          reserved("ff00::", 8, "multicast (RFC 4291 §2.7)"));

  /** A file that still has one of these is a file that is being written. */
  private static final List<Reserved> DOCUMENTATION =
      List.of(
          reserved("192.0.2.0", 24, "RFC 5737"),
          reserved("198.51.100.0", 24, "RFC 5737"),
          reserved("203.0.113.0", 24, "RFC 5737"),
          reserved("2001:db8::", 32, "RFC 3849"),
          reserved("3fff::", 20, "RFC 9637"));

  private PublicAddresses() {}

  static Optional<Objection> objection(InetAddress address) {
    Optional<String> documentation = find(DOCUMENTATION, address);
    if (documentation.isPresent()) {
      return Objection.warning("is for examples (" + documentation.get() + ")");
    }
    Optional<String> use = find(RESERVED, address);
    if (use.isPresent()) {
      return Objection.error("is " + use.get());
    }
    return address instanceof Inet6Address && !GLOBAL_UNICAST.contains(address)
        ? Objection.error("is no global unicast address (RFC 4291 §2.4)")
        : Optional.empty();
  }

  private static Optional<String> find(List<Reserved> table, InetAddress address) {
    return table.stream()
        .filter(reserved -> reserved.block().contains(address))
        .map(Reserved::use)
        .findFirst();
  }

  private static Reserved reserved(String address, int prefixLength, String use) {
    return new Reserved(new AddressBlock(InetAddress.ofLiteral(address), prefixLength), use);
  }
}
