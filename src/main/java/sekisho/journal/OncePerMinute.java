package sekisho.journal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Says of something that may happen very often whether the log is to hear of it. Safe from every
 * thread.
 */
public final class OncePerMinute {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private final AtomicLong next;
  private final AtomicLong unsaid = new AtomicLong();

  public OncePerMinute(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * It has happened once more.
   *
   * @return how often it has happened since the log heard of it, without this time; negative: the
   *     log is to hear nothing now
   */
  public long unsaid() {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS)) {
      return unsaid.getAndSet(0);
    }
    unsaid.incrementAndGet();
    return -1;
  }
}
