package sekisho.hello;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The extension types that one hello has shown so far. Nearly all are below 64; of the others,
 * GREASE (RFC 8701) and renegotiation_info, a browser sends three, and whoever sends more costs no
 * more than a bit for each.
 */
final class ExtensionTypes {
  private static final int FEW = 8;

  private long small;
  private final int[] others = new int[FEW];
  private int otherCount;
  private @Nullable BitSet many;

  /**
   * @return false: it was there already
   */
  boolean add(int type) {
    if (type < Long.SIZE) {
      boolean isNew = (small & 1L << type) == 0;
      small |= 1L << type;
      return isNew;
    }
    if (many != null) {
      return addToMany(many, type);
    }
    for (int i = 0; i < otherCount; i++) {
      if (others[i] == type) {
        return false;
      }
    }
    if (otherCount < FEW) {
      others[otherCount++] = type;
      return true;
    }
    BitSet set = new BitSet();
    for (int other : others) {
      set.set(other);
    }
    many = set;
    return addToMany(set, type);
  }

  private static boolean addToMany(BitSet set, int type) {
    boolean isNew = !set.get(type);
    set.set(type);
    return isNew;
  }
}
