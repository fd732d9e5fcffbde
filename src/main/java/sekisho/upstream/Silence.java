package sekisho.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;

/**
 * The clock of an upstream's silence: runs while it is the upstream's turn, and is set back by
 * every byte that it takes or gives. Belongs to one event loop.
 */
final class Silence {
  private final long timeoutMillis;
  private final Deadline deadline;
  private final Runnable lasting;
  private @Nullable UpstreamConnection watched;

  /**
   * @param lasting called when it has lasted for the timeout, and less than twice as long
   */
  Silence(Deadlines deadlines, Duration timeout, Runnable lasting) {
    this.timeoutMillis = timeout.toMillis();
    this.deadline = deadlines.create(this::expired);
    this.lasting = lasting;
  }

  /** Begins anew. */
  void watch(UpstreamConnection connection) {
    watched = connection;
    connection.mark();
    deadline.arm(timeoutMillis);
  }

  /** It is not the upstream's turn. */
  void rest() {
    watched = null;
    deadline.disarm();
  }

  private void expired() {
    UpstreamConnection connection = watched;
    if (connection != null && connection.hasMoved()) {
      // A slow one: it took some of what waits for it, or gave a part of what it owes.
      watch(connection);
    } else {
      lasting.run();
    }
  }
}
