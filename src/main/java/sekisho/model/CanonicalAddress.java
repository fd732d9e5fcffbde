package sekisho.model;

import java.net.Inet6Address;
import java.util.StringJoiner;

/** The one text of an IPv6 address (RFC 5952 §4). */
final class CanonicalAddress {
  private static final int GROUPS = 8;

  private CanonicalAddress() {}

  static String of(Inet6Address address) {
    int[] groups = groups(address.getAddress());
    int gap = 0;
    int gapLength = 0;
    for (int i = 0; i < GROUPS; i++) {
      int length = zerosFrom(groups, i);
      if (length > gapLength) {
        gap = i;
        gapLength = length;
      }
    }
    // §4.2.2: one group of zeros is not shortened.
    return gapLength < 2
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, gap) + "::" + joined(groups, gap + gapLength, GROUPS);
  }

  private static int[] groups(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]);
    }
    return groups;
  }

  private static int zerosFrom(int[] groups, int from) {
    int i = from;
    while (i < GROUPS && groups[i] == 0) {
      i++;
    }
    return i - from;
  }

  private static String joined(int[] groups, int from, int to) {
    StringJoiner joiner = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      joiner.add(Integer.toHexString(groups[i]));
    }
    return joiner.toString();
  }
}
