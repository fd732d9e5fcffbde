package sekisho.metrics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sekisho.model.TlsVersion;

/**
 * The counters of the data path: adding to them is all that happens there.
 *
 * <p>Every label is one of a closed set, so that no client can add a series. Safe from every
 * thread; a sum is a moment's reading, not a snapshot.
 */
public final class Meters {
  /** The last status that is one. */
  public static final int MAX_STATUS = 599;

  /** From what a cache takes to what a client waits for at most. */
  private static final List<Duration> BOUNDS =
      LongStream.of(
              250,
              500,
              1_000,
              2_500,
              5_000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_500_000,
              5_000_000,
              10_000_000,
              30_000_000,
              60_000_000)
          .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
          .toList();

  private final Map<Reason, LongAdder> errors = adders(Reason.class);
  private final Map<Reason, LongAdder> dryRuns = adders(Reason.class);
  private final Map<RouteType, LongAdder> connections = adders(RouteType.class);
  private final LongAdder[] requests = adders(MAX_STATUS + 1);
  private final Map<TlsVersion, Map<KeyExchange, LongAdder>> fullHandshakes = handshakeAdders();
  private final Map<TlsVersion, Map<KeyExchange, LongAdder>> resumedHandshakes = handshakeAdders();
  private final Histogram handshakeSeconds = new Histogram(BOUNDS);
  private final Histogram requestSeconds = new Histogram(BOUNDS);
  private final LongAdder activeConnections = new LongAdder();
  private final LongAdder activeTunnels = new LongAdder();
  private final LongAdder droppedLogLines = new LongAdder();

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> labels) {
    Map<E, LongAdder> adders = new EnumMap<>(labels);
    for (E label : labels.getEnumConstants()) {
      adders.put(label, new LongAdder());
    }
    return Collections.unmodifiableMap(adders);
  }

  private static LongAdder[] adders(int count) {
    return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
  }

  private static <K, V> V of(Map<K, V> adders, K label) {
    return Objects.requireNonNull(adders.get(label));
  }

  /** Maps of enums, not of kinds: to hash a record the JVM writes classes, at every start. */
  private static Map<TlsVersion, Map<KeyExchange, LongAdder>> handshakeAdders() {
    Map<TlsVersion, Map<KeyExchange, LongAdder>> adders = new EnumMap<>(TlsVersion.class);
    for (TlsVersion version : TlsVersion.values()) {
      adders.put(version, adders(KeyExchange.class));
    }
    return Collections.unmodifiableMap(adders);
  }

  private LongAdder of(HandshakeKind kind) {
    return of(
        of(kind.resumed() ? resumedHandshakes : fullHandshakes, kind.version()), kind.group());
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
   * A handshake of a client has succeeded.
   *
   * @param nanos it took, from the complete hello
   */
  public void handshake(HandshakeKind kind, long nanos) {
    of(kind).increment();
    handshakeSeconds.observe(nanos);
  }

  /** A response is complete, or given up: so long after the request's head was. */
  public void requestTook(long nanos) {
    requestSeconds.observe(nanos);
  }

  /** A WebSocket begins; {@link #tunnelClosed} has to follow. */
  public void tunnelOpened() {
    activeTunnels.increment();
  }

  public void tunnelClosed() {
    activeTunnels.decrement();
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

  /** Requests whose upstream did not answer in time: {@code upstream_timeout_total}. */
  public long upstreamTimeouts() {
    return errors(Reason.UPSTREAM_TIMEOUT) + errors(Reason.UPSTREAM_CONNECT_TIMEOUT);
  }

  public long handshakes(HandshakeKind kind) {
    return of(kind).sum();
  }

  /** All that have succeeded. */
  public long handshakes() {
    return HandshakeKind.all().stream().mapToLong(this::handshakes).sum();
  }

  /** How long handshakes took that have succeeded. */
  public Histogram.Reading handshakeSeconds() {
    return handshakeSeconds.reading();
  }

  /** How long requests took, tunnels and what was no request apart. */
  public Histogram.Reading requestSeconds() {
    return requestSeconds.reading();
  }

  /** WebSockets that are open. */
  public long activeTunnels() {
    return activeTunnels.sum();
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
