package sekisho.accept;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * One log line a minute of what can happen on every connection; the others are counted. Safe from
 * every thread.
 */
final class RateOfLines {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private final AtomicLong nextNanos;
  private final AtomicLong unsaid = new AtomicLong();

  RateOfLines() {
    this(System::nanoTime);
  }

  RateOfLines(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.nextNanos = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * @param line writes it, and is told how many were not written since the last one
   */
  void line(LongConsumer line) {
    long now = nanoTime.getAsLong();
    long next = nextNanos.get();
    if (now - next >= 0 && nextNanos.compareAndSet(next, now + INTERVAL_NANOS)) {
      line.accept(unsaid.getAndSet(0));
    } else {
      unsaid.incrementAndGet();
    }
  }
}
