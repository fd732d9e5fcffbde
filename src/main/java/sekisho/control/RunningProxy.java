package sekisho.control;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import sekisho.accept.Acceptor;
import sekisho.accept.Challenges;
import sekisho.accept.InheritedSockets;
import sekisho.accept.Listener;
import sekisho.config.Problem;
import sekisho.http.AccessLog;
import sekisho.http.HttpServices;
import sekisho.journal.Journal;
import sekisho.limit.Limiters;
import sekisho.live.LiveConnections;
import sekisho.metrics.Meters;
import sekisho.model.Configuration;
import sekisho.model.ListenAddress;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;
import sekisho.runtime.Drain;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;
import sekisho.tls.TlsLibrary;
import sekisho.upstream.Upstreams;

/**
 * The proxy from its first listening socket to its last connection.
 *
 * <p>Starting and stopping block; neither happens on an event loop.
 */
public final class RunningProxy {
  private static final Logger LOG = Logger.getLogger(RunningProxy.class);

  /** How long connections that were told to close at once may take for it. */
  private static final Duration CLOSING_TIME = Duration.ofSeconds(3);

  private final Configuration configuration;
  private final Generations generations;
  private final AccessLog accessLog;
  private final Meters meters;
  private final String file;
  private final Journal journal;
  private final LiveConnections connections = new LiveConnections();
  private final Drain drain;
  private final Challenges challenges = new Challenges();
  private final Acceptor acceptor;
  private final CertificateWatch certificates;
  private final Optional<AcmeCertificates> acme;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Listener> plainListeners = new ArrayList<>();
  private final List<Companion> companions = new ArrayList<>();
  private Optional<ControlSocket> control = Optional.empty();

  private RunningProxy(
      Vertx vertx,
      Generation generation,
      Credentials credentials,
      AccessLog accessLog,
      Meters meters,
      String file,
      Journal journal) {
    this.file = file;
    this.journal = journal;
    this.configuration = generation.configuration();
    this.generations = new Generations(generation, RunningProxy::release);
    this.accessLog = accessLog;
    this.meters = meters;
    this.drain = new Drain();
    this.acceptor =
        new Acceptor(
            vertx,
            InheritedSockets.none(),
            generations,
            new HttpServices(meters, accessLog, drain),
            connections,
            challenges,
            maxConnections());
    this.certificates =
        new CertificateWatch(
            configuration, credentials, generation.tls(), acceptor::turn, Clock.systemUTC());
    this.acme = AcmeCertificates.of(configuration, challenges, Clock.systemUTC());
  }

  /**
   * Compiles, binds every listener, and says so in the log.
   *
   * @param check usable
   * @param access how commands are to reach it
   * @throws StartFailure when anything is in the way; nothing is listened on then
   */
  public static RunningProxy start(
      Vertx vertx, ConfigurationCheck check, Limiters limiters, Meters meters, ControlAccess access)
      throws StartFailure {
    for (Problem problem : check.problems()) {
      LOG.warn(problem);
    }
    Configuration configuration = check.configuration();
    Generation generation = Compiler.compile(vertx, configuration, check.credentials(), limiters);
    RunningProxy proxy =
        new RunningProxy(
            vertx,
            generation,
            check.credentials(),
            openAccessLog(configuration, meters, access.journal()),
            meters,
            check.file(),
            access.journal());
    if (TlsLibrary.isBoringSsl()) {
      LOG.infof("TLS by %s", TlsLibrary.description());
    } else {
      LOG.warnf(
          "BoringSSL is not available here: TLS by %s, which is slower", TlsLibrary.description());
    }
    proxy.listen();
    proxy.openControl(access);
    LOG.info("ready");
    return proxy;
  }

  private static AccessLog openAccessLog(
      Configuration configuration, Meters meters, Journal journal) throws StartFailure {
    var settings = configuration.proxy().http().accessLog();
    try {
      return AccessLog.open(settings, meters, journal);
    } catch (IOException e) {
      String path = settings.file().map(Object::toString).orElse("stdout");
      throw new StartFailure(
          "the access log " + path + " cannot be opened: " + StartFailure.reason(e), e);
    }
  }

  private void listen() throws StartFailure {
    for (ListenAddress address : configuration.proxy().listen()) {
      listeners.add(bound(acceptor.listen(address), address.toString()));
    }
    for (ListenAddress address : configuration.proxy().httpListen()) {
      plainListeners.add(bound(acceptor.listenForPlainHttp(address), address + " for plain HTTP"));
    }
    Upstreams upstreams = generations.current().upstreams();
    configuration
        .proxy()
        .http()
        .routes()
        .forEach(route -> upstreams.watch(route.upstreams(), route.upstreamSettings().tls()));
    for (Listener listener : listeners) {
      LOG.infof("listening on %s", text(listener));
    }
    for (Listener listener : plainListeners) {
      LOG.infof("listening on %s for plain HTTP", text(listener));
    }
    certificates.start();
    // Not before the authority can ask.
    renewCertificates();
  }

  private void openControl(ControlAccess access) throws StartFailure {
    List<RpcMethod<?>> methods = new ArrayList<>(access.supervision().methods(this));
    acme.ifPresent(certificates -> methods.addAll(certificates.methods()));
    Methods all = Methods.of(access.version(), methods);
    for (Companion companion : access.supervision().companions(this, all)) {
      accompany(companion);
    }
    control = access.socket().flatMap(path -> ControlSocket.open(path, all));
  }

  private void accompany(Companion companion) throws StartFailure {
    try {
      companion.prepare(configuration).publish();
      companions.add(companion);
    } catch (StartFailure e) {
      stopListening();
      companions.forEach(Companion::close);
      accessLog.close();
      throw e;
    }
  }

  /**
   * @param what the address, and what for, in words
   */
  private Listener bound(CompletableFuture<Listener> binding, String what) throws StartFailure {
    try {
      return binding.get();
    } catch (ExecutionException e) {
      stopListening();
      accessLog.close();
      throw StartFailure.cannotListen(what, Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while starting", e);
    }
  }

  private static String text(Listener listener) {
    return new ListenAddress(listener.address().getAddress(), listener.address().getPort())
        .toString();
  }

  /** What is counted. */
  public Meters meters() {
    return meters;
  }

  /** Those of clients. */
  public LiveConnections connections() {
    return connections;
  }

  /** What is in force, and was. */
  public Generations generations() {
    return generations;
  }

  /** The reload that was asked for last; empty: none was yet. */
  public Optional<LastReload> lastReload() {
    return Optional.empty();
  }

  /** Whether it takes connections: it listens, and does not stop. */
  public boolean isReady() {
    return !drain.isDraining();
  }

  /** The addresses that TLS is taken on, with the ports that the kernel gave. */
  public List<InetSocketAddress> listening() {
    return listeners.stream().map(Listener::address).toList();
  }

  /** Those of plain HTTP. */
  public List<InetSocketAddress> listeningForPlainHttp() {
    return plainListeners.stream().map(Listener::address).toList();
  }

  /** Client connections that there may be at once. */
  public int maxConnections() {
    return FileLimit.connections(configuration.proxy().maxConnections());
  }

  /** The configuration's name, as it was given. */
  public String file() {
    return file;
  }

  /** The latest lines of the logs. */
  public Journal journal() {
    return journal;
  }

  /** What authorities may ask, and where it is said. */
  public Challenges challenges() {
    return challenges;
  }

  /** Completes when every event loop has done what it has to do now. */
  public CompletableFuture<Void> turn() {
    return acceptor.turn();
  }

  /** Looks whether a certificate is to be got or renewed; returns at once. */
  public void renewCertificates() {
    acme.ifPresent(AcmeCertificates::look);
  }

  /**
   * Stops gracefully: no new connection, {@code Connection: close} on the next response, and
   * whoever is in the middle of something gets the configured time for it.
   */
  public void stop() {
    Duration patience = configuration.shutdownTimeout();
    // At once: the next proxy of this file may begin while this one drains.
    control.ifPresent(ControlSocket::close);
    // Before the ports are closed: what is asked on them by an authority would fail.
    acme.ifPresent(AcmeCertificates::close);
    stopListening();
    drain.begin();
    acceptor.drain();
    int open = acceptor.connectionCount();
    if (open > 0) {
      LOG.infof("stopping: waiting up to %d s for %d connections", patience.toSeconds(), open);
    }
    if (!awaitClosed(patience)) {
      LOG.warnf(
          "stopping: closing %d connections that did not end in time", acceptor.connectionCount());
      acceptor.cutAll();
      awaitClosed(CLOSING_TIME);
    }
    release();
    LOG.info("stopped");
  }

  private void stopListening() {
    CompletableFuture<?>[] closing =
        Stream.concat(listeners.stream(), plainListeners.stream())
            .map(Listener::close)
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(closing).join();
  }

  /**
   * A connection may still be accepted while the listener closes: looks again until there is none.
   */
  private boolean awaitClosed(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (acceptor.connectionCount() > 0) {
      if (!await(acceptor.allClosed(), Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has completed in time. */
  private static boolean await(CompletableFuture<Void> future, Duration patience) {
    try {
      future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connection's end never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void release() {
    // The last connections write their lines when they hear of their end.
    await(acceptor.handlersTold(), CLOSING_TIME);
    accessLog.close();
    companions.forEach(Companion::close);
    certificates.close();
    generations.close();
  }

  private static void release(Generation generation) {
    generation.upstreams().close();
    generation.tls().close();
  }
}
