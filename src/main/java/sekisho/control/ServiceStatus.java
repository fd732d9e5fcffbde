package sekisho.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sekisho.accept.Listener;
import sekisho.config.Problem;

/** The line that {@code systemctl status} shows of a proxy. */
final class ServiceStatus {
  private ServiceStatus() {}

  /**
   * Where it listens, by which configuration, and what became of the last reload.
   *
   * @param number of the generation in force
   */
  static String running(List<Listener> listeners, int number, Optional<LastReload> reload) {
    return "listening on %s; configuration %d%s"
        .formatted(
            listeners.stream().map(Listeners::text).collect(Collectors.joining(", ")),
            number,
            reload.map(ServiceStatus::of).orElse(""));
  }

  private static String of(LastReload reload) {
    return switch (reload.outcome()) {
      case ReloadOutcome.Published _ -> ", reloaded at " + at(reload);
      case ReloadOutcome.Refused refused ->
          "; the reload at %s was refused: %s"
              .formatted(
                  at(reload),
                  refused.problems().stream()
                      .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                      .map(Problem::toString)
                      .findFirst()
                      .orElse("see the log"));
    };
  }

  private static Instant at(LastReload reload) {
    return reload.at().truncatedTo(ChronoUnit.SECONDS);
  }

  /** For whom it waits before it ends. */
  static String stopping(int connections, long patienceSeconds) {
    return "stopping: %d %s up to %d s"
        .formatted(
            connections, connections == 1 ? "connection has" : "connections have", patienceSeconds);
  }
}
