package sekisho.control;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import sekisho.accept.Challenges;
import sekisho.accept.Listener;
import sekisho.acme.Renewals;
import sekisho.certificate.CertificatePair;
import sekisho.config.Problem;
import sekisho.explain.Explainer;
import sekisho.http.AccessLog;
import sekisho.journal.Journal;
import sekisho.limit.Limiters;
import sekisho.live.LiveConnections;
import sekisho.metrics.Meters;
import sekisho.model.Configuration;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;
import sekisho.tls.TlsLibrary;

/**
 * The proxy from its first listening socket to its last connection.
 *
 * <p>Starting, reloading and stopping block; none of them happens on an event loop. What can be
 * asked may be asked from every thread.
 */
public final class RunningProxy {
  private static final Logger LOG = Logger.getLogger(RunningProxy.class);

  private final Instant startedAt;
  private final Meters meters;
  private final DataPath path;
  private final Reload reload;
  private final ServiceNotices notices;
  private final Journal journal;
  private Optional<ControlSocket> control = Optional.empty();
  private volatile boolean listening;

  private RunningProxy(
      Meters meters,
      DataPath path,
      Reload reload,
      ServiceNotices notices,
      Journal journal,
      Clock clock) {
    this.startedAt = clock.instant();
    this.meters = meters;
    this.path = path;
    this.reload = reload;
    this.notices = notices;
    this.journal = journal;
  }

  /** One whose configuration is not read again. */
  public static RunningProxy start(
      Vertx vertx, ConfigurationCheck check, Limiters limiters, Meters meters, ControlAccess access)
      throws StartFailure {
    return start(vertx, check, ConfigurationSource.of(check), limiters, meters, access);
  }

  /**
   * Compiles, binds every listener, and says so in the log.
   *
   * @param check usable
   * @param source what it is of, which reloads ask again
   * @param access how commands are to reach it
   * @throws StartFailure when anything is in the way; nothing is listened on then
   */
  public static RunningProxy start(
      Vertx vertx,
      ConfigurationCheck check,
      ConfigurationSource source,
      Limiters limiters,
      Meters meters,
      ControlAccess access)
      throws StartFailure {
    for (Problem problem : check.problems()) {
      LOG.warn(problem);
    }
    Clock clock = Clock.systemUTC();
    Configuration configuration = check.configuration();
    Compiler compiler = new Compiler(vertx, limiters, clock);
    Generation first = compiler.first(configuration, check.credentials());
    AccessLog accessLog = openAccessLog(configuration, meters, access.journal());
    ServiceProtocol service = access.service();
    DataPath path = new DataPath(vertx, service.sockets(), check, first, accessLog, meters, clock);
    Reload reload = new Reload(path, source, compiler, service.notices(), clock);
    RunningProxy proxy =
        new RunningProxy(meters, path, reload, service.notices(), access.journal(), clock);
    if (TlsLibrary.isBoringSsl()) {
      LOG.infof("TLS by %s", TlsLibrary.description());
    } else {
      LOG.warnf(
          "BoringSSL is not available here: TLS by %s, which is slower", TlsLibrary.description());
    }
    proxy.begin(access);
    service.sockets().logUnused(configuration.proxy());
    LOG.info("ready");
    service.notices().ready(path.status(Optional.empty()));
    service.notices().watch(path.acceptor()::turn);
    return proxy;
  }

  private static AccessLog openAccessLog(
      Configuration configuration, Meters meters, Journal journal) throws StartFailure {
    try {
      return AccessLog.open(configuration.proxy().http().accessLog(), meters, journal);
    } catch (IOException e) {
      throw DataPath.accessLogFailure(configuration, e);
    }
  }

  private void begin(ControlAccess access) throws StartFailure {
    Configuration configuration = path.inForce().configuration();
    List<RpcMethod<?>> methods = new ArrayList<>(access.supervision().methods(this));
    methods.addAll(ConfigMethods.of(path, reload));
    methods.add(ProxyStatus.method(this, path));
    methods.add(ExplainMethod.of(this::explainer));
    Methods all = Methods.of(access.version(), methods);
    Preparation preparation = new Preparation();
    try {
      preparation.add(path.listeners().prepare(configuration));
      for (Companion companion : access.supervision().companions(this, all)) {
        preparation.add(companion.prepare(configuration));
        path.companions().add(companion);
      }
    } catch (StartFailure e) {
      preparation.abandon();
      path.release();
      throw e;
    }
    preparation.publish();
    listening = true;
    path.begin();
    control = access.socket().flatMap(socket -> ControlSocket.open(socket, all));
  }

  /** The latest lines of the logs. */
  public Journal journal() {
    return journal;
  }

  /** Client connections that there may be at once. */
  public int maxConnections() {
    return FileLimit.connections(path.inForce().configuration().proxy().maxConnections());
  }

  /** Completes when every event loop has done what it has to do now. */
  public CompletableFuture<Void> turn() {
    return path.acceptor().turn();
  }

  /** What is counted. */
  public Meters meters() {
    return meters;
  }

  /** Those of clients. */
  public LiveConnections connections() {
    return path.connections();
  }

  /** What is in force, and was. */
  public Generations generations() {
    return path.generations();
  }

  /** The generations that have connections or whose text is known, the oldest first. */
  public List<GenerationFacts> generationFacts() {
    return GenerationFacts.of(path.generations(), path.history());
  }

  /** The texts of the last generations, the oldest first; not of all that have connections. */
  public List<GenerationText> texts() {
    return path.history().all().stream()
        .map(entry -> new GenerationText(entry.number(), entry.loadedAt(), entry.text()))
        .toList();
  }

  /** When it began. */
  public Instant startedAt() {
    return startedAt;
  }

  /** What it listens on for clients. */
  public List<Listener> listeners() {
    return path.listeners().open();
  }

  /** The certificates that handshakes get now, in the order of the configuration. */
  public List<CertificatePair> certificates() {
    return path.inForce().certificates().served();
  }

  /** What would become of connections by the generation in force. */
  public Explainer explainer() {
    InForce present = path.inForce();
    return present.check().explainer(present.certificates().served());
  }

  /** What is doubtful about the configuration in force. */
  public List<Problem> warnings() {
    return path.inForce().check().problems();
  }

  /** The configuration file as the operator named it. */
  public String file() {
    return path.inForce().check().file();
  }

  /** The configuration file and those that it includes; empty: it is not from a file. */
  List<Path> watchedFiles() {
    return reload.files();
  }

  /** Puts the configuration as it is now in the place of the one in force, or nothing. Blocking. */
  public ReloadOutcome reload(ReloadTrigger trigger) {
    return reload.run(trigger);
  }

  /** The reload that was asked for last; empty: none was yet. */
  public Optional<LastReload> lastReload() {
    return reload.last();
  }

  /** Whether it takes connections: it listens, and does not stop. */
  public boolean isReady() {
    return listening && !path.drain().isDraining();
  }

  /** What authorities may ask, and where it is said. */
  public Challenges challenges() {
    return path.challenges();
  }

  /** What gets certificates at present; empty: nothing does. */
  public Optional<Renewals> renewals() {
    return path.acme().map(AcmeCertificates::renewals);
  }

  /**
   * Stops gracefully: no new connection, {@code Connection: close} on the next response, and
   * whoever is in the middle of something gets the configured time for it.
   */
  public void stop() {
    Duration patience = path.inForce().configuration().shutdownTimeout();
    // At once: the next proxy of this file may begin while this one drains.
    control.ifPresent(ControlSocket::close);
    reload.end();
    notices.stopping(
        ServiceStatus.stopping(path.acceptor().connectionCount(), patience.toSeconds()), patience);
    new Stop(path).run();
    notices.close();
  }
}
