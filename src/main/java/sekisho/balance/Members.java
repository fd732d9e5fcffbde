package sekisho.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
  private final Rotation everybody;
  private volatile Turns turns;

  /** The rotation of those who take turns at present. */
  private record Turns(long among, Rotation rotation) {}

  public Members(UpstreamGroup<U> group, LongSupplier nanoTime) {
    this(group, nanoTime, _ -> Optional.empty());
  }

  /**
   * @param known what is known of an upstream in another group: it holds here too, as far as it
   *     applies
   */
  public Members(
      UpstreamGroup<U> group, LongSupplier nanoTime, Function<U, Optional<Member<?>>> known) {
    this.group = group;
    this.weights = group.shares().stream().map(UpstreamGroup.Share::weight).toList();
    List<Member<U>> members = new ArrayList<>();
    for (UpstreamGroup.Share<U> share : group.shares()) {
      Optional<Member<?>> before = known.apply(share.upstream());
      Member<U> member =
          new Member<>(
              share.upstream(),
              members.size(),
              share.weight(),
              group.failsBeforeRest(),
              group.failTimeout(),
              nanoTime,
              before.orElse(null));
      if (group.healthCheck().isPresent()) {
        before.ifPresent(member::ailsAs);
      }
      members.add(member);
    }
    this.all = List.copyOf(members);
    long whole = -1L >>> (Long.SIZE - members.size());
    this.everybody = new Rotation(weights, whole);
    this.turns = new Turns(whole, everybody);
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
      Member<U> next = choose(available, tried == 0);
      if (next.claim()) {
        return next;
      }
      available &= ~next.bit();
    }
    return left == 0 ? null : choose(left, tried == 0);
  }

  private Member<U> choose(long among, boolean first) {
    // A second choice takes nobody's turn: else the neighbour of one that fails gets its share.
    int at = first ? turn.getAndIncrement() : turn.get();
    return switch (group.balance()) {
      case ROUND_ROBIN -> first ? inTurn(among, at) : nextInTurn(among, at);
      case LEAST_CONNECTIONS -> leastBusy(among, at);
    };
  }

  private Member<U> inTurn(long among, int at) {
    Turns current = turns;
    if (current.among() != among) {
      current = new Turns(among, new Rotation(weights, among));
      turns = current;
    }
    return all.get(current.rotation().at(at));
  }

  /** The next one in the order of all that is among them. */
  private Member<U> nextInTurn(long among, int at) {
    int next = at;
    while (!Rotation.isIn(among, everybody.at(next))) {
      next++;
    }
    return all.get(everybody.at(next));
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
