package sekisho.ui;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import sekisho.metrics.Reason;

/** Points as charts take them: a column for each measure; percentiles in milliseconds. */
final class HistoryJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double THOUSAND = 1000;

  private HistoryJson() {}

  static ObjectNode of(List<Point> points) {
    ObjectNode columns = JSON.createObjectNode();
    ArrayNode times = columns.putArray("at");
    points.forEach(point -> times.add(point.atMillis()));
    put(columns, "active", points, Point::active);
    put(columns, "handshakes", points, Point::handshakes);
    put(columns, "s2", points, point -> point.byClass().get(2));
    put(columns, "s3", points, point -> point.byClass().get(1) + point.byClass().get(3));
    put(columns, "s4", points, point -> point.byClass().get(4));
    put(columns, "s5", points, point -> point.byClass().get(5));
    put(columns, "p50", points, point -> point.times().p50() * THOUSAND);
    put(columns, "p90", points, point -> point.times().p90() * THOUSAND);
    put(columns, "p99", points, point -> point.times().p99() * THOUSAND);
    ObjectNode reasons = columns.putObject("reasons");
    for (Reason reason :
        points.stream()
            .flatMap(point -> point.errors().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new))) {
      put(reasons, reason.code(), points, point -> point.errors().getOrDefault(reason, 0.0));
    }
    return columns;
  }

  private static void put(
      ObjectNode columns, String name, List<Point> points, ToDoubleFunction<Point> measure) {
    ArrayNode values = columns.putArray(name);
    for (Point point : points) {
      double value = measure.applyAsDouble(point);
      if (Double.isNaN(value)) {
        values.addNull();
      } else if (value == Math.rint(value)) {
        values.add((long) value);
      } else {
        values.add(Math.round(value * THOUSAND) / THOUSAND);
      }
    }
  }
}
