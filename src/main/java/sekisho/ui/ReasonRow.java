package sekisho.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sekisho.status.ReasonCount;

/**
 * A reason and how often it occurred.
 *
 * @param count since the program began
 * @param lastMinute those of them
 */
record ReasonRow(ReasonCount count, long lastMinute) {

  /**
   * What occurs now stands first.
   *
   * @param then what was counted a minute ago
   */
  static List<ReasonRow> of(List<ReasonCount> counts, Optional<Sample> then) {
    Map<String, Long> before =
        then.map(sample ->
                sample.errors().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().code(), Map.Entry::getValue)))
            .orElse(Map.of());
    return counts.stream()
        .map(count ->
            new ReasonRow(
                count,
                then.isEmpty()
                    ? 0
                    : Math.max(0, count.count() - before.getOrDefault(count.reason(), 0L))))
        .sorted(
            Comparator.comparingLong(ReasonRow::lastMinute)
                .thenComparingLong(row -> row.count().count())
                .reversed())
        .toList();
  }
}
