package sekisho.scrape;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether the program is alive, and whether it takes connections. Asked from every thread. */
final class HealthChecks {
  /** Far more than a turn of a loop takes, and less than whoever asks will wait. */
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private final Supplier<CompletableFuture<Void>> turn;
  private final BooleanSupplier ready;
  private final Duration patience;

  /**
   * The answer to such a question.
   *
   * @param text one line for people
   */
  record Health(boolean good, String text) {}

  HealthChecks(Supplier<CompletableFuture<Void>> turn, BooleanSupplier ready) {
    this(turn, ready, PATIENCE);
  }

  /**
   * @param turn begins a turn of every event loop, and completes after it
   * @param patience how long that may take
   */
  HealthChecks(Supplier<CompletableFuture<Void>> turn, BooleanSupplier ready, Duration patience) {
    this.turn = turn;
    this.ready = ready;
    this.patience = patience;
  }

  /** {@code /healthz}: good while every event loop answers in time. */
  CompletableFuture<Health> alive() {
    return turn.get()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, late) ->
            late == null
                ? new Health(true, "alive")
                : new Health(
                    false,
                    "not alive: an event loop has not answered in " + patience.toMillis() + " ms"));
  }

  /** {@code /readyz}: good while it listens and does not stop. */
  Health ready() {
    return ready.getAsBoolean()
        ? new Health(true, "ready")
        : new Health(
            false, "not ready: the program is starting or stopping, and takes no new connections");
  }
}
