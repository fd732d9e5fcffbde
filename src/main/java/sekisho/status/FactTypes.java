package sekisho.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;

/** How facts that several methods give are written as JSON. */
final class FactTypes {
  static final ResultType<List<String>> TEXTS = ResultType.listOf(ResultType.TEXT);
  static final ResultType<Optional<String>> MAYBE_TEXT = ResultType.optional(ResultType.TEXT);
  static final ResultType<Optional<Double>> MAYBE_NUMBER = ResultType.optional(ResultType.NUMBER);
  static final ResultType<Map<String, Long>> COUNTS = ResultType.mapOf(ResultType.WHOLE);

  static final ResultType<List<ReasonCount>> REASONS =
      ResultType.listOf(
          ObjectType.<ReasonCount>of()
              .with(
                  "reason",
                  ResultType.TEXT,
                  "the code of log lines and metrics",
                  ReasonCount::reason)
              .with(
                  "status",
                  ResultType.WHOLE,
                  "what an HTTP client gets; 0: there is no HTTP to answer in",
                  reason -> (long) reason.status())
              .with("count", ResultType.WHOLE, "since the program began", ReasonCount::count)
              .with("meaning", ResultType.TEXT, "one sentence", ReasonCount::meaning)
              .with("advice", ResultType.TEXT, "where to look next", ReasonCount::advice)
              .type());

  static final ResultType<Quantiles> QUANTILES =
      ObjectType.<Quantiles>of()
          .with("count", ResultType.WHOLE, "how many were measured", Quantiles::count)
          .with(
              "mean_secs", MAYBE_NUMBER, "in seconds; null: none was measured", Quantiles::meanSecs)
          .with("p50_secs", MAYBE_NUMBER, "half took no longer", Quantiles::p50Secs)
          .with("p90_secs", MAYBE_NUMBER, "nine of ten took no longer", Quantiles::p90Secs)
          .with("p99_secs", MAYBE_NUMBER, "99 of 100 took no longer", Quantiles::p99Secs)
          .type();

  private FactTypes() {}

  /** JSON has names only. */
  static Map<String, Long> byText(Map<Integer, Long> counts) {
    Map<String, Long> byText = new LinkedHashMap<>();
    counts.forEach((key, count) -> byText.put(Integer.toString(key), count));
    return byText;
  }
}
