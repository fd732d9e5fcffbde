package sekisho.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The counters of the data path: adding to them is all that happens there.
 *
 * <p>Every label is one of a closed set, so that no client can add a series. Safe from every
 * thread; a sum is a moment's reading, not a snapshot.
 */
public final class Meters {
  private static final int MAX_STATUS = 599;

  private final Map<Reason, LongAdder> errors = adders(Reason.class);
  private final Map<Reason, LongAdder> dryRuns = adders(Reason.class);
  private final Map<RouteType, LongAdder> connections = adders(RouteType.class);
  private final LongAdder[] requests =
      Stream.generate(LongAdder::new).limit(MAX_STATUS + 1).toArray(LongAdder[]::new);
  private final LongAdder activeConnections = new LongAdder();
  private final LongAdder droppedLogLines = new LongAdder();

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> labels) {
    Map<E, LongAdder> adders = new EnumMap<>(labels);
    for (E label : labels.getEnumConstants()) {
      adders.put(label, new LongAdder());
    }
    return Collections.unmodifiableMap(adders);
  }

  private static <E> LongAdder of(Map<E, LongAdder> adders, E label) {
    return Objects.requireNonNull(adders.get(label));
  }

  /** Something went wrong or was refused. */
  public void error(Reason reason) {
    of(errors, reason).increment();
  }

  /** Something would have been refused, were it not for a dry run. */
  public void dryRun(Reason reason) {
    of(dryRuns, reason).increment();
  }

  public void connectionAccepted() {
    activeConnections.increment();
  }

  public void connectionClosed() {
    activeConnections.decrement();
  }

  /** A connection found its destination. */
  public void dispatched(RouteType type) {
    of(connections, type).increment();
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
    return of(errors, reason).sum();
  }

  public long dryRuns(Reason reason) {
    return of(dryRuns, reason).sum();
  }

  /** Requests that came too fast and were refused: {@code rate_limit_req_rejected_total}. */
  public long requestsOverRate() {
    return errors(Reason.RATE_LIMITED);
  }

  /**
   * Requests and connections that were one too many at once and refused: {@code
   * rate_limit_conn_rejected_total}.
   */
  public long connectionsOverLimit() {
    return errors(Reason.CONNECTION_LIMITED) + errors(Reason.SNI_CONNECTION_LIMITED);
  }

  public long connections(RouteType type) {
    return of(connections, type).sum();
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
