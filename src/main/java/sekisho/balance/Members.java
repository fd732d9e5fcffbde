package sekisho.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sekisho.model.UpstreamGroup;

/**
 * The members of a group and whose turn it is. Used by all event loops at once.
 *
 * <p>Work goes to those that are available; where none is, everyone is tried: what fails then would
 * have failed anyway, and whoever has recovered is found.
 *
 * @param <U> what an upstream is
 */
public final class Members<U> {
  private final UpstreamGroup<U> group;
  private final List<Member<U>> all;
  private final List<Integer> weights;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Turns turns;

  /** The rotation of those who take turns at present. */
  private record Turns(long among, Rotation rotation) {}

  public Members(UpstreamGroup<U> group, LongSupplier nanoTime) {
    this.group = group;
    this.weights = group.shares().stream().map(UpstreamGroup.Share::weight).toList();
    List<Member<U>> members = new ArrayList<>();
    for (UpstreamGroup.Share<U> share : group.shares()) {
      members.add(
          new Member<>(
              share.upstream(),
              members.size(),
              share.weight(),
              group.maxFails(),
              group.failTimeout(),
              nanoTime));
    }
    this.all = List.copyOf(members);
    this.turns = turns(-1L >>> (Long.SIZE - members.size()));
  }

  public UpstreamGroup<U> group() {
    return group;
  }

  /** In the order of the configuration. */
  public List<Member<U>> all() {
    return all;
  }

  /** The one whose turn it is. */
  public Member<U> next() {
    Member<U> next = nextBut(0);
    return next == null ? all.getFirst() : next;
  }

  /**
   * The one whose turn it is of those that were not tried.
   *
   * @param tried bit set of members
   * @return null: all were tried
   */
  public @Nullable Member<U> nextBut(long tried) {
    if (all.size() == 1) {
      return tried == 0 ? all.getFirst() : null;
    }
    long left = 0;
    long available = 0;
    for (Member<U> member : all) {
      if ((tried & member.bit()) == 0) {
        left |= member.bit();
        available |= member.isAvailable() ? member.bit() : 0;
      }
    }
    while (available != 0) {
      Member<U> next = choose(available);
      if (next.claim()) {
        return next;
      }
      available &= ~next.bit();
    }
    return left == 0 ? null : choose(left);
  }

  private Member<U> choose(long among) {
    int at = turn.getAndIncrement();
    return switch (group.balance()) {
      case ROUND_ROBIN -> inTurn(among, at);
      case LEAST_CONNECTIONS -> leastBusy(among, at);
    };
  }

  private Member<U> inTurn(long among, int at) {
    Turns current = turns;
    if (current.among() != among) {
      current = turns(among);
      turns = current;
    }
    return all.get(current.rotation().at(at));
  }

  private Turns turns(long among) {
    return new Turns(among, new Rotation(weights, among));
  }

  /** Among equals in turn. */
  private Member<U> leastBusy(long among, int at) {
    int size = all.size();
    int start = Integer.remainderUnsigned(at, size);
    Member<U> least = null;
    for (int i = 0; i < size; i++) {
      Member<U> member = all.get((start + i) % size);
      if ((among & member.bit()) != 0 && (least == null || isLessBusy(member, least))) {
        least = member;
      }
    }
    return least == null ? all.getFirst() : least;
  }

  private boolean isLessBusy(Member<U> one, Member<U> other) {
    // By what each would have in hand with one more, so that weights count from the first on.
    return (long) (one.active() + 1) * other.weight() < (long) (other.active() + 1) * one.weight();
  }
}
