package sekisho.ui;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sekisho.live.LiveConnections;
import sekisho.metrics.Meters;

/**
 * Writes the history, whether or not somebody looks: a sample every two seconds, on a thread of its
 * own. Not safe from more than one thread.
 */
final class Sampler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Sampler.class);
  private static final long PERIOD_SECONDS = 2;

  private final Meters meters;
  private final LiveConnections connections;
  private final History history;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ui-history").daemon(true).factory());

  Sampler(Meters meters, LiveConnections connections, History history, Clock clock) {
    this.meters = meters;
    this.connections = connections;
    this.history = history;
    this.clock = clock;
  }

  void start() {
    thread.scheduleAtFixedRate(this::sample, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void sample() {
    try {
      history.add(Sample.of(meters, connections, clock.instant()));
    } catch (RuntimeException e) {
      // One that throws would be the last.
      LOG.warn("a sample for the history of the admin UI failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
