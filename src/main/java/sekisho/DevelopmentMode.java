package sekisho;

import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.dev.spi.HotReplacementContext;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import org.jboss.logging.Logger;
import sekisho.control.StopSignals;

/**
 * {@code ./mvnw quarkus:dev}: what is saved is compiled and takes the place of the running proxy,
 * and the configuration file is watched.
 *
 * <p>The runtime looks for saved sources when its web server is asked for something, which is off
 * here: so it is told to look.
 */
final class DevelopmentMode {
  private static final Logger LOG = Logger.getLogger(DevelopmentMode.class);

  /** A save is compiled before its author has changed windows. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private DevelopmentMode() {}

  static boolean isOn() {
    return LaunchMode.current() == LaunchMode.DEVELOPMENT;
  }

  /**
   * @param signals asked for a stop when the runtime is to begin the proxy anew
   */
  static void follow(StopSignals signals) {
    start(
        "end",
        () -> {
          Quarkus.waitForExit();
          signals.stop();
        });
    HotReplacementContext sources = DevConsoleManager.getHotReplacementContext();
    start("sources", () -> look(sources));
  }

  private static void start(String name, Runnable task) {
    Thread.ofPlatform().daemon().name("development-" + name).start(task);
  }

  /** Until there is another one of these, of the code as it is then. */
  private static void look(HotReplacementContext sources) {
    try {
      boolean replaced = false;
      while (!replaced) {
        Thread.sleep(LOOK_EVERY);
        replaced = sources.doScan(false);
      }
    } catch (Exception e) {
      LOG.errorf(e, "saved sources are looked for no more");
    }
  }
}
