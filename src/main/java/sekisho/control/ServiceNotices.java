package sekisho.control;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the service manager (systemd, {@code Type=notify}) is told: that the program is ready,
 * reloads, stops, and is alive; each with a line for {@code systemctl status}. Without a service
 * manager nothing is told to anybody.
 *
 * <p>See sd_notify(3) and sd_watchdog_enabled(3). The variables of these protocols stay in the
 * environment, which Java cannot change; the program starts no other one that could take them for
 * its own. Blocks for a second at most; not for event loops.
 */
public final class ServiceNotices implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ServiceNotices.class);

  /** Besides what connections are given: for closing them, and for the end of the program. */
  private static final Duration CLOSING_TIME = Duration.ofSeconds(15);

  private final Optional<NotifySocket> socket;
  private final long pid;

  /** Zero: nobody waits for a sign of life. */
  private final Duration watchdogPatience;

  private @Nullable Watchdog watchdog;

  private ServiceNotices(Optional<NotifySocket> socket, long pid, Duration watchdogPatience) {
    this.socket = socket;
    this.pid = pid;
    this.watchdogPatience = watchdogPatience;
  }

  /** To whomever the environment of this process names. */
  public static ServiceNotices of(Map<String, String> environment) {
    return of(environment, ProcessHandle.current().pid());
  }

  static ServiceNotices of(Map<String, String> environment, long pid) {
    return new ServiceNotices(
        Optional.ofNullable(environment.get("NOTIFY_SOCKET")).flatMap(NotifySocket::at),
        pid,
        watchdogPatience(environment, pid));
  }

  /** To nobody. */
  public static ServiceNotices none() {
    return new ServiceNotices(Optional.empty(), 0, Duration.ZERO);
  }

  private static Duration watchdogPatience(Map<String, String> environment, long pid) {
    String micros = environment.get("WATCHDOG_USEC");
    String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    if (micros == null || !whose.equals(Long.toString(pid))) {
      return Duration.ZERO;
    }
    try {
      return Duration.of(Long.parseLong(micros), ChronoUnit.MICROS);
    } catch (NumberFormatException e) {
      LOG.warnf(
          "WATCHDOG_USEC is \"%s\"; microseconds are needed: no sign of life is given", micros);
      return Duration.ZERO;
    }
  }

  /** It has started, or a reload is over, whatever came of it. */
  public void ready(String status) {
    send("READY=1", "MAINPID=" + pid, status(status));
  }

  /** A reload has begun; {@link #ready} follows. */
  public void reloading(String status) {
    // System.nanoTime is CLOCK_MONOTONIC on Linux, which is what the service manager compares with.
    send(
        "RELOADING=1",
        "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()),
        status(status));
  }

  /**
   * A stop has begun.
   *
   * @param patience what connections are given; the service manager waits so long, whatever its own
   *     limit is
   */
  public void stopping(String status, Duration patience) {
    send(
        "STOPPING=1",
        "EXTEND_TIMEOUT_USEC="
            + TimeUnit.NANOSECONDS.toMicros(patience.plus(CLOSING_TIME).toNanos()),
        status(status));
  }

  /**
   * Gives signs of life from now on, if the service manager waits for them.
   *
   * @param turn completes when every event loop has answered
   */
  public void watch(Supplier<CompletableFuture<Void>> turn) {
    if (isWatched()) {
      watchdog = Watchdog.start(watchdogPatience, turn, () -> send("WATCHDOG=1"));
    }
  }

  boolean isWatched() {
    return socket.isPresent() && watchdogPatience.isPositive();
  }

  /** One line, whatever it was. */
  private static String status(String text) {
    return "STATUS=" + text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private void send(String... assignments) {
    socket.ifPresent(to -> to.send(String.join("\n", assignments)));
  }

  @Override
  public void close() {
    if (watchdog != null) {
      watchdog.close();
    }
  }
}
