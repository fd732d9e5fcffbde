package sekisho.control;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sekisho.accept.Acceptor;
import sekisho.accept.Challenges;
import sekisho.accept.InheritedSockets;
import sekisho.fault.FileFault;
import sekisho.http.AccessLog;
import sekisho.http.HttpServices;
import sekisho.live.LiveConnections;
import sekisho.metrics.Meters;
import sekisho.model.Configuration;
import sekisho.runtime.Drain;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;

/**
 * What a running proxy is made of, and what of it belongs to the generation in force: made once,
 * and changed as a whole by who reloads.
 */
final class DataPath {
  private static final Logger LOG = Logger.getLogger(DataPath.class);

  /** For event loops to take notice: they are busy, not stuck. */
  private static final long TURN_SECONDS = 10;

  private final Clock clock;
  private final Generations generations;
  private final LiveConnections connections = new LiveConnections();
  private final Drain drain = new Drain();
  private final Challenges challenges = new Challenges();
  private final AccessLog accessLog;
  private final Acceptor acceptor;
  private final Listeners listeners;
  private final List<Companion> companions = new CopyOnWriteArrayList<>();
  private final History history = new History();

  /** Generations that nobody has any more. */
  private CompletableFuture<Void> releasing = CompletableFuture.completedFuture(null);

  private volatile InForce inForce;
  private volatile Optional<AcmeCertificates> acme;

  DataPath(
      Vertx vertx,
      InheritedSockets inherited,
      ConfigurationCheck check,
      Generation first,
      AccessLog accessLog,
      Meters meters,
      Clock clock) {
    this.clock = clock;
    this.generations = new Generations(first, this::release);
    this.accessLog = accessLog;
    Configuration configuration = check.configuration();
    this.acceptor =
        new Acceptor(
            vertx,
            inherited,
            generations,
            new HttpServices(meters, accessLog, drain),
            connections,
            challenges,
            FileLimit.connections(configuration.proxy().maxConnections()));
    this.listeners = new Listeners(acceptor);
    this.inForce = new InForce(check, first, watch(check, check.credentials(), first));
    this.acme = AcmeCertificates.of(configuration, challenges, clock);
    remember(inForce);
  }

  private CertificateWatch watch(
      ConfigurationCheck check, Credentials credentials, Generation generation) {
    return new CertificateWatch(
        check.configuration(), credentials, generation.tls(), acceptor::turn, clock);
  }

  private void remember(InForce present) {
    history.add(
        new History.Entry(
            present.generation().number(),
            present.generation().loadedAt(),
            present.check().text()));
  }

  Generations generations() {
    return generations;
  }

  LiveConnections connections() {
    return connections;
  }

  Drain drain() {
    return drain;
  }

  Challenges challenges() {
    return challenges;
  }

  AccessLog accessLog() {
    return accessLog;
  }

  Acceptor acceptor() {
    return acceptor;
  }

  Listeners listeners() {
    return listeners;
  }

  List<Companion> companions() {
    return companions;
  }

  History history() {
    return history;
  }

  InForce inForce() {
    return inForce;
  }

  Optional<AcmeCertificates> acme() {
    return acme;
  }

  /**
   * How it stands, in a line.
   *
   * @param reload the last one
   */
  String status(Optional<LastReload> reload) {
    return ServiceStatus.running(listeners.open(), inForce.generation().number(), reload);
  }

  /** The listeners are there: what goes on by itself may begin. */
  void begin() {
    inForce.generation().upstreams().watch(inForce.configuration().proxy());
    inForce.certificates().start();
    // Not before the authority can ask.
    acme.ifPresent(AcmeCertificates::look);
  }

  /** Another generation that is complete, and in nobody's hands yet. */
  Companion.Prepared prepared(
      ConfigurationCheck check, Credentials credentials, Generation generation) {
    CertificateWatch certificates = watch(check, credentials, generation);
    return new Companion.Prepared() {
      @Override
      public void publish() {
        replace(new InForce(check, generation, certificates));
      }

      @Override
      public void abandon() {
        certificates.close();
        close(generation);
      }
    };
  }

  private void replace(InForce next) {
    InForce before = inForce;
    Configuration configuration = next.configuration();
    before.certificates().close();
    // Before anybody sends requests by it: what is idle may be for nobody any more.
    await(
        next.generation()
            .upstreams()
            .takeOver(before.generation().upstreams(), configuration.proxy()));
    // Before anybody can ask for the text of what is in force.
    remember(next);
    inForce = next;
    generations.publish(next.generation());
    acceptor.resize(FileLimit.connections(configuration.proxy().maxConnections()));
    LogSetup.apply(configuration.log());
    next.certificates().start();
    replaceAcme(configuration);
    acceptor.reloaded();
  }

  private void replaceAcme(Configuration configuration) {
    if (acme.isPresent() && acme.get().suits(configuration)) {
      return;
    }
    acme.ifPresent(AcmeCertificates::close);
    acme = AcmeCertificates.of(configuration, challenges, clock);
    acme.ifPresent(AcmeCertificates::look);
  }

  private static void await(CompletableFuture<Void> turn) {
    try {
      turn.orTimeout(TURN_SECONDS, TimeUnit.SECONDS).join();
    } catch (RuntimeException e) {
      LOG.warnf("an event loop does not answer for %d s", TURN_SECONDS);
    }
  }

  /** Opens what lines go to anew, as far as it can be opened. */
  void reopenAccessLog() {
    try {
      accessLog.prepareAgain().use();
    } catch (IOException e) {
      LOG.warnf("the access log cannot be opened anew: %s", FileFault.words(e));
    }
  }

  static StartFailure accessLogFailure(Configuration configuration, IOException e) {
    String path =
        configuration.proxy().http().accessLog().file().map(Object::toString).orElse("stdout");
    return new StartFailure(
            "the access log " + path + " cannot be opened: " + FileFault.words(e), e)
        .about("proxy.http.access_log");
  }

  /** Nobody has it any more; what was in the middle of something with it is told first. */
  private synchronized void release(Generation generation) {
    releasing =
        CompletableFuture.allOf(
            releasing,
            acceptor
                .handlersTold()
                .thenRunAsync(() -> close(generation), Thread::startVirtualThread));
  }

  /** Releases everything, once there are no connections any more. */
  CompletableFuture<Void> release() {
    accessLog.close();
    companions.forEach(Companion::close);
    inForce.certificates().close();
    generations.close();
    return released();
  }

  /** An event loop that lets go of a generation takes the same lock: nothing here waits for one. */
  private synchronized CompletableFuture<Void> released() {
    return releasing;
  }

  static void close(Generation generation) {
    generation.upstreams().close();
    generation.tls().close();
  }
}
