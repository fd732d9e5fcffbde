package sekisho.ui;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The figures on top of the overview, as texts: the same in the page and in the stream. */
final class Figures {
  /** Rates are of so long: short enough to move, long enough not to flicker. */
  private static final Duration WINDOW = Duration.ofSeconds(6);

  private Figures() {}

  /**
   * @param now what is counted at present, later than the history's last
   */
  static Map<String, String> of(FigureHistory history, Sample now) {
    Optional<Sample> before = history.at(now.at().minus(WINDOW));
    Point point =
        before
            .filter(earlier -> earlier.at().isBefore(now.at()))
            .map(earlier -> Point.between(earlier, earlier, now))
            .orElseGet(() -> Point.first(now));
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("active", Units.count(now.active()));
    figures.put("requestRate", Units.rate(point.requests()));
    figures.put("requests", Units.count(now.requests()));
    figures.put("handshakeRate", Units.rate(point.handshakes()));
    figures.put("handshakes", Units.count(now.handshakes()));
    figures.put("p50", Units.seconds(point.times().p50()));
    figures.put("p99", Units.seconds(point.times().p99()));
    long errors = errors(now);
    figures.put(
        "errorsMinute",
        Units.count(errors - history.aMinuteAgo().map(Figures::errors).orElse(errors)));
    figures.put("errors", Units.count(errors));
    figures.put("sentRate", Units.bytes(point.sentBytes()));
    figures.put("receivedRate", Units.bytes(point.receivedBytes()));
    return figures;
  }

  private static long errors(Sample sample) {
    return sample.errors().values().stream().mapToLong(Long::longValue).sum();
  }
}
