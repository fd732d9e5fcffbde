package sekisho.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A block of IP addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param address its first address
 * @param prefixLength how many leading bits its addresses share
 */
public record AddressBlock(InetAddress address, int prefixLength) {
  public AddressBlock {
    int bits = address.getAddress().length * Byte.SIZE;
    Require.that(prefixLength >= 0 && prefixLength <= bits, "prefixLength must be 0 to " + bits);
  }

  /** Whether one of {@code blocks} contains it. */
  public static boolean anyContains(List<AddressBlock> blocks, InetAddress address) {
    return firstToContain(blocks, address).isPresent();
  }

  /** The first of {@code blocks} that contains it. */
  static Optional<AddressBlock> firstToContain(List<AddressBlock> blocks, InetAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  /** Whether {@code other} is one of its addresses; an address of the other family never is. */
  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    int whole = prefixLength / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (ours[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefixLength % Byte.SIZE;
    return rest == 0 || (ours[whole] ^ theirs[whole]) >> (Byte.SIZE - rest) == 0;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
