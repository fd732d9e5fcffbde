package sekisho.balance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One upstream of a group, and how it does. Used by all event loops at once.
 *
 * @param <U> what an upstream is
 */
public final class Member<U> {
  /** Not resting. */
  private static final long UP = 0;

  private final U upstream;
  private final int index;
  private final int weight;
  private final int maxFails;
  private final long restNanos;
  private final LongSupplier nanoTime;

  /** The same for all who know the upstream: what it has in hand does not end with a group. */
  private final AtomicInteger active;

  private final AtomicInteger failsInRow = new AtomicInteger();

  /** Until when it rests, by the clock; from then on one at a time may try it. */
  private final AtomicLong restsUntil = new AtomicLong(UP);

  private volatile @Nullable String ailment;

  /**
   * @param before what is known of the same upstream in a group that this one takes the place of;
   *     null: nothing
   */
  Member(
      U upstream,
      int index,
      int weight,
      int maxFails,
      Duration rest,
      LongSupplier nanoTime,
      @Nullable Member<?> before) {
    this.active = before == null ? new AtomicInteger() : before.active;
    this.upstream = upstream;
    this.index = index;
    this.weight = weight;
    this.maxFails = maxFails;
    this.restNanos = rest.toNanos();
    this.nanoTime = nanoTime;
    if (before != null && maxFails > 0) {
      failsInRow.set(before.failsInRow.get());
      restsUntil.set(before.restsUntil.get());
    }
  }

  /** What a check has found before; another one is on its way. */
  void ailsAs(Member<?> before) {
    ailment = before.ailment;
  }

  public U upstream() {
    return upstream;
  }

  int weight() {
    return weight;
  }

  /** As a bit set of one. */
  public long bit() {
    return 1L << index;
  }

  /** What it has in hand. */
  public int active() {
    return active.get();
  }

  /** It gets something to do; {@link #done} has to follow, once. */
  public void begin() {
    active.incrementAndGet();
  }

  public void done() {
    active.decrementAndGet();
  }

  /**
   * It has answered.
   *
   * @return whether that ends its rest
   */
  public boolean succeeded() {
    if (failsInRow.get() == 0 && restsUntil.get() == UP) {
      return false;
    }
    failsInRow.set(0);
    return restsUntil.getAndSet(UP) != UP;
  }

  /**
   * It could not be reached, or gave no answer.
   *
   * @return whether it rests because of that and did not before
   */
  public boolean failed() {
    if (maxFails == 0 || failsInRow.incrementAndGet() < maxFails) {
      return false;
    }
    return restsUntil.getAndSet(afterRest()) == UP;
  }

  private long afterRest() {
    long until = nanoTime.getAsLong() + restNanos;
    return until == UP ? 1 : until;
  }

  /**
   * What a check of its health has found.
   *
   * @param found what is wrong; null: nothing
   * @return whether that changes anything
   */
  public boolean checked(@Nullable String found) {
    boolean changes = ailment == null != (found == null);
    ailment = found;
    return changes;
  }

  /** What the last check found wrong; null: nothing, or nobody checks. */
  public @Nullable String ailment() {
    return ailment;
  }

  /** Whether it rests after failures. */
  public boolean isResting() {
    return restsUntil.get() != UP;
  }

  /** Whether work may go to it, as far as is known. */
  boolean isAvailable() {
    long until = restsUntil.get();
    return ailment == null && (until == UP || isOver(until));
  }

  private boolean isOver(long until) {
    return nanoTime.getAsLong() - until >= 0;
  }

  /**
   * Takes it for the next piece of work: whose rest is over is tried by one alone, until that has
   * come to its end or another rest has passed.
   */
  boolean claim() {
    long until = restsUntil.get();
    return until == UP || (isOver(until) && restsUntil.compareAndSet(until, afterRest()));
  }
}
