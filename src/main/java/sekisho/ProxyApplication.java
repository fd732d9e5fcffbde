package sekisho;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.config.Problem;
import sekisho.control.ConfigurationCheck;
import sekisho.control.ConfigurationSource;
import sekisho.control.ControlAccess;
import sekisho.control.FileWatch;
import sekisho.control.LogSetup;
import sekisho.control.ReloadTrigger;
import sekisho.control.RunningProxy;
import sekisho.control.ServiceProtocol;
import sekisho.control.SocketPath;
import sekisho.control.StartFailure;
import sekisho.control.StopSignals;
import sekisho.journal.Journal;
import sekisho.limit.Limiters;
import sekisho.metrics.Meters;
import sekisho.system.Niceness;

/**
 * The proxy's life inside the runtime: check, start, wait for a signal, stop.
 *
 * <p>The runtime gives the event loops; everything on the path of a byte is made by {@link
 * RunningProxy}.
 */
public final class ProxyApplication implements QuarkusApplication {
  private static final Logger LOG = Logger.getLogger(ProxyApplication.class);

  /**
   * A third of the share of others, where there is no processor for all: what compiles makes every
   * request wait for milliseconds, and may wait itself. Not before the start is over, which waits
   * for it.
   */
  private static final int COMPILERS_NICE = 5;

  private final Vertx vertx;
  private final Limiters limiters;
  private final Meters meters;
  private final RenewalSchedule renewals;
  private final Instance<PrometheusMeterRegistry> registry;

  @Inject
  ProxyApplication(
      Vertx vertx,
      Limiters limiters,
      Meters meters,
      RenewalSchedule renewals,
      Instance<PrometheusMeterRegistry> registry) {
    this.vertx = vertx;
    this.limiters = limiters;
    this.meters = meters;
    this.renewals = renewals;
    this.registry = registry;
  }

  @Override
  public int run(String... args) throws InterruptedException {
    StopSignals signals = StopSignals.install();
    RunArguments arguments = RunArguments.of(args);
    try (LogSetup.Told told = LogSetup.queue();
        QuickStart quickStart = new QuickStart(vertx)) {
      ConfigurationSource source =
          arguments
              .file()
              .map(file -> ConfigurationSource.of(file, System.getenv(), Clock.systemUTC()))
              .orElse(quickStart);
      FileWatch.Mark asRead = FileWatch.Mark.of(source);
      ConfigurationCheck check = source.check();
      if (!check.isUsable()) {
        check.problems().forEach(ProxyApplication::print);
        return ExitCode.WRONG_CONFIGURATION;
      }
      Journal journal = new Journal();
      LogSetup.keepIn(journal);
      LogSetup.apply(check.configuration().log());
      RunningProxy proxy =
          RunningProxy.start(
              vertx, check, source, limiters, meters, controlAccess(arguments, journal));
      renewals.of(proxy);
      var _ = Niceness.ofCompilers(COMPILERS_NICE);
      if (arguments.file().isEmpty()) {
        told.await();
        quickStart.announce();
      }
      try (FileWatch watch = FileWatch.of(proxy, asRead)) {
        if (arguments.watch() || DevelopmentMode.isOn()) {
          watch.start();
        }
        if (DevelopmentMode.isOn()) {
          DevelopmentMode.follow(signals);
        }
        signals.onHangup(() -> proxy.reload(ReloadTrigger.signal()));
        signals.await();
      }
      proxy.stop();
      return ExitCode.FINE;
    } catch (StartFailure e) {
      LOG.debug("the proxy could not start", e);
      System.err.println("sekisho: " + e.getMessage());
      return ExitCode.CANNOT_START;
    }
  }

  /** The quick start has no file, and nothing to be told. */
  private ControlAccess controlAccess(RunArguments arguments, Journal journal) throws StartFailure {
    Optional<Path> socket = arguments.file().map(file -> SocketPath.of(file, System.getenv()));
    return new ControlAccess(
        socket,
        Build.current().version(),
        new Overseers(vertx, registry::get, arguments.file()),
        ServiceProtocol.of(System.getenv()),
        journal);
  }

  private static void print(Problem problem) {
    System.err.println(problem);
  }
}
