package sekisho;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import sekisho.config.Problem;
import sekisho.control.ConfigurationCheck;
import sekisho.control.ControlAccess;
import sekisho.control.LogSetup;
import sekisho.control.RunningProxy;
import sekisho.control.SocketPath;
import sekisho.control.StartFailure;
import sekisho.control.StopSignals;
import sekisho.journal.Journal;
import sekisho.limit.Limiters;
import sekisho.metrics.Meters;

/**
 * The proxy's life inside the runtime: check, start, wait for a signal, stop.
 *
 * <p>The runtime gives the event loops; everything on the path of a byte is made by {@link
 * RunningProxy}.
 */
public final class ProxyApplication implements QuarkusApplication {
  private static final Logger LOG = Logger.getLogger(ProxyApplication.class);

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
    try (QuickStart quickStart = new QuickStart(vertx)) {
      ConfigurationCheck check =
          args.length == 0
              ? quickStart.check()
              : ConfigurationCheck.of(Path.of(args[0]), System.getenv(), Clock.systemUTC());
      if (!check.isUsable()) {
        check.problems().forEach(ProxyApplication::print);
        return ExitCode.WRONG_CONFIGURATION;
      }
      Journal journal = new Journal();
      LogSetup.apply(check.configuration().log(), journal);
      RunningProxy proxy =
          RunningProxy.start(vertx, check, limiters, meters, controlAccess(journal, args));
      renewals.of(proxy);
      if (args.length == 0) {
        quickStart.announce();
      }
      StopSignals.install().await();
      proxy.stop();
      return ExitCode.FINE;
    } catch (StartFailure e) {
      LOG.debug("the proxy could not start", e);
      System.err.println("sekisho: " + e.getMessage());
      return ExitCode.CANNOT_START;
    }
  }

  /** The quick start has no file, and nothing to be told. */
  private ControlAccess controlAccess(Journal journal, String... args) {
    Optional<Path> file = Stream.of(args).findFirst().map(Path::of);
    return new ControlAccess(
        file.map(path -> SocketPath.of(path, System.getenv())),
        Build.current().version(),
        new Overseers(vertx, registry::get, file),
        journal);
  }

  private static void print(Problem problem) {
    System.err.println(problem);
  }
}
