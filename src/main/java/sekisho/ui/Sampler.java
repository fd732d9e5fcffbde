package sekisho.ui;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes the history, whether or not somebody looks: a sample every two seconds, on a thread of its
 * own. Not safe from more than one thread.
 */
final class Sampler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Sampler.class);
  private static final long PERIOD_SECONDS = 2;

  private final Supplier<Optional<Sample>> sample;
  private final FigureHistory history;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ui-history").daemon(true).factory());

  /**
   * @param sample what is counted now; empty: nobody can look
   */
  Sampler(Supplier<Optional<Sample>> sample, FigureHistory history) {
    this.sample = sample;
    this.history = history;
  }

  void start() {
    thread.scheduleAtFixedRate(this::add, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void add() {
    try {
      sample.get().ifPresent(history::add);
    } catch (RuntimeException | Error e) {
      // One that throws would be the last.
      LOG.warn("a sample for the history of the admin UI failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
