package sekisho.admin;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/** IP addresses as texts. */
final class Addresses {
  private static final int PREFIX_BYTES = 8;

  private Addresses() {}

  static boolean isLiteral(String text) {
    return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
  }

  /** The /64 of an IPv6 address, which is what somebody has at least; others are themselves. */
  static String block(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null || bytes.length <= PREFIX_BYTES
        ? address
        : HexFormat.of().formatHex(Arrays.copyOf(bytes, PREFIX_BYTES)) + "/64";
  }
}
