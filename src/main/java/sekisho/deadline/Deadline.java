package sekisho.deadline;

import org.jspecify.annotations.Nullable;

/**
 * Something that has to happen before a point in time, and what is done when it has not.
 *
 * <p>Confined to one event loop, reusable: arming again moves it, disarming takes it away; neither
 * allocates. It fires at most once per arming and up to {@link Deadlines#TICK_MILLIS} late, never
 * early.
 */
public final class Deadline {
  private final Deadlines wheel;
  private Runnable expired;

  /** When it fires, in ticks of the wheel; meaningful while armed. */
  long tick;

  @Nullable Deadline previous;
  @Nullable Deadline next;
  boolean armed;

  Deadline(Deadlines wheel, Runnable expired) {
    this.wheel = wheel;
    this.expired = expired;
  }

  /** Fires {@code millis} from now unless disarmed or moved before; in the event loop only. */
  public void arm(long millis) {
    wheel.arm(this, millis);
  }

  /** Takes it away; does nothing when it is not armed. */
  public void disarm() {
    wheel.disarm(this);
  }

  /**
   * Hands it to somebody else: from now on {@code action} runs when it expires; armed or not, it
   * stays so.
   */
  public void onExpiry(Runnable action) {
    expired = action;
  }

  public boolean isArmed() {
    return armed;
  }

  void expire() {
    expired.run();
  }
}
