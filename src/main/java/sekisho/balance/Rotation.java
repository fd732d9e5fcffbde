package sekisho.balance;

import java.util.List;

/**
 * The order in which members take their turns: each as often as its weight says, and spread as
 * evenly as that allows (nginx's smooth weighted round robin). Immutable.
 */
final class Rotation {
  private final int[] order;

  /**
   * @param weights of the members, by index
   * @param among bit set of those that take turns; at least one
   */
  Rotation(List<Integer> weights, long among) {
    int total = 0;
    int common = 0;
    for (int i = 0; i < weights.size(); i++) {
      total += isIn(among, i) ? weights.get(i) : 0;
      common = isIn(among, i) ? greatestCommonDivisor(weights.get(i), common) : common;
    }
    total /= common;
    int[] credit = new int[weights.size()];
    order = new int[total];
    for (int turn = 0; turn < total; turn++) {
      int next = -1;
      for (int i = 0; i < credit.length; i++) {
        if (isIn(among, i)) {
          credit[i] += weights.get(i) / common;
          next = next < 0 || credit[i] > credit[next] ? i : next;
        }
      }
      credit[next] -= total;
      order[turn] = next;
    }
  }

  private static int greatestCommonDivisor(int one, int other) {
    return other == 0 ? one : greatestCommonDivisor(other, one % other);
  }

  /** Whose turn it is. */
  int at(int turn) {
    return order[Integer.remainderUnsigned(turn, order.length)];
  }

  static boolean isIn(long set, int index) {
    return (set >>> index & 1) != 0;
  }
}
