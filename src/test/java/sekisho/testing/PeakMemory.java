package sekisho.testing;

import java.util.concurrent.locks.LockSupport;

/** Watches how much memory a process holds, from a start until it is closed. */
public final class PeakMemory implements AutoCloseable {
  private final ProcessUsage usage;
  private final long startBytes;
  private final Thread watcher;
  private volatile long peakBytes;
  private volatile boolean closed;

  private PeakMemory(ProcessUsage usage) {
    this.usage = usage;
    this.startBytes = usage.residentBytes();
    this.peakBytes = startBytes;
    this.watcher = Thread.ofPlatform().name("memory").daemon().start(this::watch);
  }

  public static PeakMemory of(ProcessUsage usage) {
    return new PeakMemory(usage);
  }

  private void watch() {
    while (!closed) {
      peakBytes = Math.max(peakBytes, usage.residentBytes());
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** How much more than at the start it held at its most. */
  public long growthBytes() {
    return Math.max(peakBytes, usage.residentBytes()) - startBytes;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    watcher.join();
  }
}
