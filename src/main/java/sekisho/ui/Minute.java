package sekisho.ui;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A minute of the history, for those who read tables: rates are its averages.
 *
 * @param at when it began
 * @param active open connections at its end
 */
record Minute(
    Instant at,
    long active,
    String handshakes,
    String requests,
    String ok,
    String clientErrors,
    String serverErrors,
    String p50,
    String p99,
    String errors) {

  /** The latest first. */
  static List<Minute> of(List<Point> points) {
    TreeMap<Instant, List<Point>> byMinute = new TreeMap<>();
    for (Point point : points) {
      Instant minute = Instant.ofEpochMilli(point.atMillis()).truncatedTo(ChronoUnit.MINUTES);
      byMinute.computeIfAbsent(minute, _ -> new ArrayList<>()).add(point);
    }
    List<Minute> minutes = new ArrayList<>();
    byMinute.descendingMap().forEach((at, its) -> minutes.add(of(at, its)));
    return minutes;
  }

  private static Minute of(Instant at, List<Point> points) {
    Point last = points.getLast();
    return new Minute(
        at,
        last.active(),
        mean(points, Point::handshakes),
        mean(points, Point::requests),
        mean(points, point -> point.byClass().get(2)),
        mean(points, point -> point.byClass().get(4)),
        mean(points, point -> point.byClass().get(5)),
        Units.seconds(last.times().p50()),
        Units.seconds(last.times().p99()),
        mean(points, Point::errorRate));
  }

  private static String mean(List<Point> points, ToDoubleFunction<Point> measure) {
    return Units.rate(points.stream().mapToDouble(measure).average().orElse(0));
  }
}
