package sekisho.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says again and again that the program is alive, as long as every event loop answers. Where one of
 * them hangs, nothing is said any more, and whoever listens starts the program anew.
 *
 * <p>Has a thread of its own: a timer on an event loop would say nothing of the others.
 */
final class Watchdog implements AutoCloseable {
  /**
   * Each look tells what came of the one before. Four of them in the time that the listener has
   * patience leave room for loops that are slow once.
   */
  private static final int LOOKS = 4;

  private final Supplier<CompletableFuture<Void>> turn;
  private final Runnable alive;
  private final ScheduledExecutorService thread;

  /** The question that was asked last; of the thread alone. */
  private CompletableFuture<Void> asked = new CompletableFuture<>();

  private Watchdog(
      Supplier<CompletableFuture<Void>> turn, Runnable alive, ScheduledExecutorService thread) {
    this.turn = turn;
    this.alive = alive;
    this.thread = thread;
  }

  /**
   * @param patience how long the listener may hear nothing
   * @param turn completes when every event loop has answered
   * @param alive tells the listener
   */
  static Watchdog start(Duration patience, Supplier<CompletableFuture<Void>> turn, Runnable alive) {
    Watchdog watchdog =
        new Watchdog(
            turn,
            alive,
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("watchdog").factory()));
    watchdog.thread.execute(watchdog::ask);
    long pauseNanos = patience.dividedBy(LOOKS).toNanos();
    watchdog.thread.scheduleAtFixedRate(
        watchdog::look, pauseNanos, pauseNanos, TimeUnit.NANOSECONDS);
    return watchdog;
  }

  private void ask() {
    asked = turn.get();
  }

  private void look() {
    if (asked.isDone()) {
      alive.run();
      ask();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
