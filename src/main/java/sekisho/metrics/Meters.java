package sekisho.metrics;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The counters of the data path: adding to them is all that happens there.
 *
 * <p>Every label is one of a closed set, so that no client can add a series. Safe from every
 * thread; a sum is a moment's reading, not a snapshot.
 */
public final class Meters {
  private static final int MAX_STATUS = 599;

  private final LongAdder[] errors = adders(Reason.values().length);
  private final LongAdder[] connections = adders(RouteType.values().length);
  private final LongAdder[] requests = adders(MAX_STATUS + 1);
  private final LongAdder activeConnections = new LongAdder();
  private final LongAdder droppedLogLines = new LongAdder();

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  /** Something went wrong or was refused. */
  public void error(Reason reason) {
    errors[reason.ordinal()].increment();
  }

  public void connectionAccepted() {
    activeConnections.increment();
  }

  public void connectionClosed() {
    activeConnections.decrement();
  }

  /** A connection found its destination. */
  public void dispatched(RouteType type) {
    connections[type.ordinal()].increment();
  }

  /**
   * A request was answered, or would have been (499).
   *
   * @param status 100 to 599; anything else counts as 0
   */
  public void request(int status, @Nullable Reason reason) {
    requests[status >= 100 && status <= MAX_STATUS ? status : 0].increment();
    if (reason != null) {
      error(reason);
    }
  }

  /** An access log line was given up because the log could not keep up. */
  public void logLineDropped() {
    droppedLogLines.increment();
  }

  public long errors(Reason reason) {
    return errors[reason.ordinal()].sum();
  }

  public long connections(RouteType type) {
    return connections[type.ordinal()].sum();
  }

  public long activeConnections() {
    return activeConnections.sum();
  }

  public long requests(int status) {
    return requests[status].sum();
  }

  public long droppedLogLines() {
    return droppedLogLines.sum();
  }
}
