package sekisho.ui;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sekisho.metrics.Reason;
import sekisho.status.LimitFacts;
import sekisho.status.ReasonCount;

/** What clients may have, and who was refused. */
final class LimitsPage {
  private static final Set<String> OF_LIMITS =
      Set.of(
          Reason.RATE_LIMITED.code(),
          Reason.CONNECTION_LIMITED.code(),
          Reason.SNI_CONNECTION_LIMITED.code());

  private LimitsPage() {}

  /**
   * @param errors since the program began
   * @param then what was counted a minute ago
   */
  static Map<String, Object> facts(
      List<LimitFacts> limits,
      List<ReasonCount> errors,
      List<ReasonCount> dryRuns,
      Optional<Sample> then) {
    return Map.of("limits", limits, "refused", refused(errors, then), "dryRuns", dryRuns);
  }

  private static List<ReasonRow> refused(List<ReasonCount> errors, Optional<Sample> then) {
    return ReasonRow.of(
        errors.stream().filter(count -> OF_LIMITS.contains(count.reason())).toList(), then);
  }

  /** What needs attention: clients are refused now. */
  static List<Concern> problems(List<ReasonCount> errors, Optional<Sample> then) {
    return refused(errors, then).stream()
        .filter(row -> row.lastMinute() > 0)
        .map(row ->
            Concern.of(
                    Severity.WARN,
                    "Clients are being refused by a limit",
                    Units.count(row.lastMinute()) + " in the last minute. " + row.count().meaning(),
                    "/limits",
                    "See the limits")
                .because(row.count().reason(), Optional.empty(), row.count().advice()))
        .toList();
  }
}
