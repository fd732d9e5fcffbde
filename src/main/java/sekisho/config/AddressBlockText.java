package sekisho.config;

import java.net.InetAddress;
import java.util.Optional;
import sekisho.model.AddressBlock;

/** A CIDR block, or one address. */
final class AddressBlockText {
  /** 128 is the longest. */
  private static final int MAX_PREFIX_DIGITS = 3;

  private AddressBlockText() {}

  static Parsed<AddressBlock> parse(String text) {
    int slash = text.indexOf('/');
    String written = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> address = IpLiteral.parse(written);
    if (address.isEmpty()) {
      return Parsed.bad("has no IP address");
    }
    return slash < 0
        ? Parsed.good(
            new AddressBlock(address.get(), address.get().getAddress().length * Byte.SIZE))
        : block(address.get(), text.substring(slash + 1));
  }

  private static Parsed<AddressBlock> block(InetAddress address, String digits) {
    byte[] bytes = address.getAddress();
    int bits = bytes.length * Byte.SIZE;
    if (!Digits.only(digits, MAX_PREFIX_DIGITS) || Integer.parseInt(digits) > bits) {
      return Parsed.bad("has no prefix length from 0 to " + bits);
    }
    int prefixLength = Integer.parseInt(digits);
    for (int bit = prefixLength; bit < bits; bit++) {
      if ((bytes[bit / Byte.SIZE] & (0x80 >> (bit % Byte.SIZE))) != 0) {
        return Parsed.bad("has bits set behind its prefix length");
      }
    }
    return Parsed.good(new AddressBlock(address, prefixLength));
  }
}
