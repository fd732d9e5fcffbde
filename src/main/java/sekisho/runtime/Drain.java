package sekisho.runtime;

/**
 * Whether the program is stopping gracefully: connections end at the next good moment.
 *
 * <p>Set once, read by every event loop. Connections that wait for a request are told by the event
 * {@link #BEGUN} in their pipelines, and those that take too long by {@link #OVERDUE}.
 */
public final class Drain {
  /** The user event that a channel gets when draining begins. */
  public static final Event BEGUN = Event.DRAIN_BEGUN;

  /** The user event that a channel gets when the time is over, before it is cut. */
  public static final Event OVERDUE = Event.DRAIN_OVERDUE;

  /** The type of these events, so that nothing else is equal to one. */
  public enum Event {
    DRAIN_BEGUN,
    DRAIN_OVERDUE
  }

  private volatile boolean draining;

  public boolean isDraining() {
    return draining;
  }

  /** From now on no connection is kept for another request. */
  public void begin() {
    draining = true;
  }
}
