package sekisho.deadline;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one event loop: a hashed wheel of doubly linked lists.
 *
 * <p>Not for timing anything: it is {@value #TICK_MILLIS} ms coarse. It wakes the event loop only
 * while something is armed. All methods belong to the event loop's thread.
 */
public final class Deadlines {
  private static final Logger LOG = Logger.getLogger(Deadlines.class);

  /**
   * How late a deadline may fire, in milliseconds: coarse enough to be cheap, fine enough for
   * people.
   */
  public static final long TICK_MILLIS = 50;

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

  /**
   * A power of two; one round of 51 s holds most deadlines, later ones just stay for another round.
   */
  private static final int SLOTS = 1024;

  private static final FastThreadLocal<Deadlines> OF_LOOP = new FastThreadLocal<>();

  private final EventExecutor loop;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final @Nullable Deadline[] slots = new @Nullable Deadline[SLOTS];
  private long currentTick;
  private int armed;
  private boolean ticking;

  Deadlines(EventExecutor loop, LongSupplier nanoTime) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /** The wheel of {@code loop}, whose thread must be the caller's. */
  public static Deadlines of(EventExecutor loop) {
    Deadlines wheel = OF_LOOP.getIfExists();
    if (wheel == null) {
      wheel = new Deadlines(loop, System::nanoTime);
      OF_LOOP.set(wheel);
    }
    return wheel;
  }

  /** A deadline of this wheel, not armed yet. */
  public Deadline create(Runnable expired) {
    return new Deadline(this, expired);
  }

  void arm(Deadline deadline, long millis) {
    long now = elapsedMillis();
    // Rounded up, and one more: a deadline is never early.
    long tick = Math.max((now + Math.max(0, millis)) / TICK_MILLIS, currentTick) + 1;
    if (deadline.armed) {
      if (deadline.tick == tick) {
        // Moved with every message, most land where they are.
        return;
      }
      unlink(deadline);
    }
    if (armed == 0) {
      // Nothing was due while the wheel stood still.
      currentTick = now / TICK_MILLIS;
    }
    deadline.tick = tick;
    link(deadline);
    if (!ticking) {
      scheduleTick();
    }
  }

  void disarm(Deadline deadline) {
    if (deadline.armed) {
      unlink(deadline);
    }
  }

  /** Fires what is due; called by the event loop's timer. */
  void tick() {
    ticking = false;
    long now = elapsedMillis() / TICK_MILLIS;
    while (currentTick < now && armed > 0) {
      currentTick++;
      fire(currentTick);
    }
    currentTick = Math.max(currentTick, now);
    if (armed > 0 && !ticking) {
      scheduleTick();
    }
  }

  private void fire(long tick) {
    int slot = (int) (tick & (SLOTS - 1));
    // An expired deadline may disarm its neighbours: start again from the head after each.
    Deadline deadline = slots[slot];
    while (deadline != null) {
      if (deadline.tick <= tick) {
        unlink(deadline);
        expire(deadline);
        deadline = slots[slot];
      } else {
        deadline = deadline.next;
      }
    }
  }

  /** What one connection does wrong must not keep the others' deadlines from them. */
  private static void expire(Deadline deadline) {
    try {
      deadline.expire();
    } catch (RuntimeException | Error e) {
      // No memory for a buffer is an Error too.
      LOG.error("an expired deadline failed unexpectedly", e);
    }
  }

  private void scheduleTick() {
    ticking = true;
    // At the next tick's very beginning: a fixed pause would add to how late a deadline is.
    long elapsedNanos = nanoTime.getAsLong() - startNanos;
    long delayNanos = TICK_NANOS - elapsedNanos % TICK_NANOS;
    var _ = loop.schedule(this::tick, delayNanos, TimeUnit.NANOSECONDS);
  }

  private long elapsedMillis() {
    return (nanoTime.getAsLong() - startNanos) / 1_000_000;
  }

  private void link(Deadline deadline) {
    int slot = (int) (deadline.tick & (SLOTS - 1));
    Deadline head = slots[slot];
    deadline.previous = null;
    deadline.next = head;
    if (head != null) {
      head.previous = deadline;
    }
    slots[slot] = deadline;
    deadline.armed = true;
    armed++;
  }

  private void unlink(Deadline deadline) {
    Deadline previous = deadline.previous;
    Deadline next = deadline.next;
    if (previous == null) {
      slots[(int) (deadline.tick & (SLOTS - 1))] = next;
    } else {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    deadline.previous = null;
    deadline.next = null;
    deadline.armed = false;
    armed--;
  }
}
