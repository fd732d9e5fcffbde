package sekisho.limit;

import java.util.HashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sekisho.model.ConnectionLimit;

/**
 * The places of one connection limit: each key has {@code max} of them.
 *
 * <p>A key is kept while it has a place and no longer, so that there are never more of them than
 * connections. Safe from every thread.
 */
public final class ConnectionLimiter {
  private final int max;
  private final boolean dryRun;
  private final Stripe[] stripes =
      Stream.generate(Stripe::new).limit(Striping.STRIPES).toArray(Stripe[]::new);

  /** Places taken of some of the keys; it is its own lock. */
  private static final class Stripe extends HashMap<ClientKey, Count> {}

  private static final class Count {
    int taken;
  }

  /** A place that is taken, until it is given back. Not for more than one thread at a time. */
  public final class Slot {
    private final ClientKey key;
    private final boolean overLimit;
    private boolean released;

    private Slot(ClientKey key, boolean overLimit) {
      this.key = key;
      this.overLimit = overLimit;
    }

    /** Whether it would not be there, were it not for a dry run. */
    public boolean isOverLimit() {
      return overLimit;
    }

    /** Gives it back; again: nothing. */
    public void release() {
      if (!released) {
        released = true;
        ConnectionLimiter.this.release(key);
      }
    }
  }

  ConnectionLimiter(ConnectionLimit limit) {
    this.max = limit.max();
    this.dryRun = limit.dryRun();
  }

  /** Takes a place, which is to be given back; null: all are taken. In a dry run there is one. */
  public @Nullable Slot take(ClientKey key) {
    Stripe stripe = stripes[Striping.of(key)];
    synchronized (stripe) {
      Count count = stripe.get(key);
      boolean over = count != null && count.taken >= max;
      if (over && !dryRun) {
        return null;
      }
      if (count == null) {
        count = new Count();
        stripe.put(key, count);
      }
      count.taken++;
      return new Slot(key, over);
    }
  }

  private void release(ClientKey key) {
    Stripe stripe = stripes[Striping.of(key)];
    synchronized (stripe) {
      Count count = stripe.get(key);
      if (count != null && --count.taken == 0) {
        stripe.remove(key);
      }
    }
  }

  /** How many keys have a place. */
  public int keys() {
    int keys = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        keys += stripe.size();
      }
    }
    return keys;
  }
}
