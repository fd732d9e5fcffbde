package sekisho.status;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sekisho.control.RunningProxy;
import sekisho.rpc.RpcMethod;

/**
 * What there is to know of a proxy that runs: the one place that JSON-RPC, pages and the live feed
 * ask, so that they agree with each other and with the metrics.
 *
 * <p>Counts nothing itself. Safe from every thread, but not for event loops: it may read small
 * files of the kernel, and walks all connections. What it gives is a moment's reading.
 */
public final class Status {
  private final RunningProxy proxy;
  private final Release release;
  private final Clock clock;

  public Status(RunningProxy proxy, Release release, Clock clock) {
    this.proxy = proxy;
    this.release = release;
    this.clock = clock;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The process. */
  public ProgramFacts program() {
    return ProgramReading.of(proxy, release, now());
  }

  /** Client connections, all together. */
  public ConnectionsFacts connections() {
    return ConnectionReading.totals(proxy, now());
  }

  /** Some of them, one by one. */
  public ConnectionList connections(ConnectionQuery query) {
    return ConnectionReading.list(proxy, query, now());
  }

  /** One of them; empty: it is not open. */
  public Optional<ConnectionFacts> connection(long id) {
    return proxy
        .connections()
        .withId(id)
        .map(connection -> ConnectionReading.of(connection, now()));
  }

  /**
   * Ends a connection, whatever it is doing; it ends a moment after this returns.
   *
   * @return what is ended; empty: there is no such connection
   */
  public Optional<ConnectionFacts> close(long id) {
    Optional<ConnectionFacts> closed = connection(id);
    proxy.connections().withId(id).ifPresent(connection -> connection.cut());
    return closed;
  }

  /** TLS with clients. */
  public HandshakeFacts tls() {
    return TrafficReading.tls(proxy.meters(), now());
  }

  /** HTTP requests. */
  public HttpFacts http() {
    return TrafficReading.http(proxy.meters(), proxy.generations().current(), now());
  }

  /** All that went wrong or was refused, by reason; only reasons that occurred. */
  public List<ReasonCount> errors() {
    return TrafficReading.counts(proxy.meters()::errors, _ -> true);
  }

  /** The routes of the current configuration. */
  public RouteFacts routes() {
    return RouteReading.of(proxy);
  }

  /** Every upstream that is configured, the groups of HTTP routes first. */
  public List<UpstreamGroupFacts> upstreams() {
    return UpstreamReading.of(proxy.generations().current());
  }

  /** The limits of the current configuration, each once. */
  public List<LimitFacts> limits() {
    return LimitReading.of(proxy.generations().current());
  }

  /** What is served, in the configuration's order, then what the proxy got by itself. */
  public List<CertificateFacts> certificates() {
    return CertificateReading.of(proxy, now());
  }

  /** Those that the proxy gets by itself; empty: its configuration asks for none. */
  public Optional<AcmeFacts> acme() {
    return AcmeFacts.read(proxy.generations().current().configuration(), clock);
  }

  /** The methods of JSON-RPC that ask all this. */
  public List<RpcMethod<?>> methods() {
    return Stream.of(
            ConnectionMethods.of(this),
            TrafficMethods.of(this),
            UpstreamMethods.of(this),
            CertificateMethods.of(this),
            LogMethods.of(this),
            AcmeMethods.of(this, () -> proxy.renewals()))
        .flatMap(List::stream)
        .<RpcMethod<?>>map(method -> method)
        .toList();
  }

  /** The latest log lines. */
  public LogFacts log(LogQuery query) {
    return new LogFacts(
        proxy.journal().lastId(),
        proxy.journal().since(query.sinceId(), query.level(), query.limit()));
  }
}
