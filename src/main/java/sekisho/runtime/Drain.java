package sekisho.runtime;

/**
 * Whether the program is stopping gracefully: connections end at the next good moment.
 *
 * <p>Set once, read by every event loop. Connections that wait for a request are told by the event
 * {@link #BEGUN} in their pipelines.
 */
public final class Drain {
  /** The user event that a channel gets when draining begins. */
  public static final Event BEGUN = Event.DRAIN_BEGUN;

  /** The type of {@link #BEGUN}, so that nothing else is equal to it. */
  public enum Event {
    DRAIN_BEGUN
  }

  private volatile boolean draining;
  private volatile boolean overdue;

  public boolean isDraining() {
    return draining;
  }

  /** Whether the time for a graceful stop is over, and whoever is still here is cut. */
  public boolean isOverdue() {
    return overdue;
  }

  /** The time is over. */
  public void end() {
    overdue = true;
  }

  /** From now on no connection is kept for another request. */
  public void begin() {
    draining = true;
  }
}
