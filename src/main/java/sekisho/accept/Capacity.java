package sekisho.accept;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many client connections there may be, over all listeners ({@code max_connections}). Counts
 * from the moment of accept, on the acceptor's thread, so that a listener stops in time; another
 * one that is about to accept may still take one. Safe from every thread.
 */
final class Capacity {
  private volatile int max;
  private final AtomicInteger taken = new AtomicInteger();
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  Capacity(int max) {
    this.max = max;
  }

  int max() {
    return max;
  }

  boolean isFull() {
    return taken.get() >= max;
  }

  /** There may be so many from now on; those that are too many then stay. */
  void resize(int others) {
    max = others;
    waiting.forEach(Runnable::run);
  }

  /** Counts a connection until it is closed. */
  void take(Channel connection) {
    connection.closeFuture().addListener(_ -> giveBack());
    if (taken.incrementAndGet() == max) {
      waiting.forEach(Runnable::run);
    }
  }

  private void giveBack() {
    if (taken.getAndDecrement() == max) {
      waiting.forEach(Runnable::run);
    }
  }

  /**
   * @param changed called when it has become full, or is not full any more; from any thread
   */
  void onChange(Runnable changed) {
    waiting.add(changed);
  }

  void forget(Runnable changed) {
    waiting.remove(changed);
  }
}
