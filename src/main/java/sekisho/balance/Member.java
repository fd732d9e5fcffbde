package sekisho.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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

  private final LongAdder begun;
  private final LongAdder failures;
  private volatile @Nullable Ailment ailment;
  private volatile @Nullable Failure lastFailure;

  /** The first failure of those in a row, and the one that it rests after. */
  private volatile @Nullable Instant failingSince;

  private volatile @Nullable Instant restingSince;

  /** What a check of its health has found, and since when. */
  private record Ailment(String text, Instant since) {}

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
    this.begun = before == null ? new LongAdder() : before.begun;
    this.failures = before == null ? new LongAdder() : before.failures;
    this.upstream = upstream;
    this.index = index;
    this.weight = weight;
    this.maxFails = maxFails;
    this.restNanos = rest.toNanos();
    this.nanoTime = nanoTime;
    if (before != null) {
      failsInRow.set(before.failsInRow.get());
      failingSince = before.failingSince;
      lastFailure = before.lastFailure;
    }
    if (before != null && maxFails > 0) {
      restsUntil.set(before.restsUntil.get());
      restingSince = before.restingSince;
    }
  }

  /** What a check has found before; another one is on its way. */
  void ailsAs(Member<?> before) {
    ailment = before.ailment;
  }

  public U upstream() {
    return upstream;
  }

  public int weight() {
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
    begun.increment();
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
  public boolean failed(Failure failure) {
    noted(failure);
    int inRow = failsInRow.incrementAndGet();
    if (inRow == 1) {
      failingSince = failure.at();
    }
    if (maxFails == 0 || inRow < maxFails) {
      return false;
    }
    boolean begins = restsUntil.getAndSet(afterRest()) == UP;
    if (begins) {
      restingSince = failure.at();
    }
    return begins;
  }

  /** Something went wrong that says nothing of the work it gets: a check of its health. */
  public void noted(Failure failure) {
    failures.increment();
    lastFailure = failure;
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
  public boolean checked(@Nullable String found, Instant now) {
    Ailment before = ailment;
    ailment = found == null ? null : new Ailment(found, before == null ? now : before.since());
    return before == null != (found == null);
  }

  /** What the last check found wrong; null: nothing, or nobody checks. */
  public @Nullable String ailment() {
    Ailment found = ailment;
    return found == null ? null : found.text();
  }

  /** Whether it rests after failures. */
  public boolean isResting() {
    return restsUntil.get() != UP;
  }

  /** All that it ever had in hand. */
  public long begun() {
    return begun.sum();
  }

  /** All failures, whatever came between them. */
  public long failures() {
    return failures.sum();
  }

  /** Failures since it last answered. */
  public int failuresInRow() {
    return failsInRow.get();
  }

  /** The last failure, however long ago. */
  public Optional<Failure> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** Since when it is not healthy, rests or fails, the first of these that is so. */
  public Optional<Instant> troubledSince() {
    Ailment found = ailment;
    if (found != null) {
      return Optional.of(found.since());
    }
    if (isResting()) {
      return Optional.ofNullable(restingSince);
    }
    return failsInRow.get() > 0 ? Optional.ofNullable(failingSince) : Optional.empty();
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
