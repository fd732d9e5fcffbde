package sekisho.ui;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last minutes, so that a page that is opened has them at once. Safe from every thread. */
final class FigureHistory {
  /** Ten minutes of one every two seconds; the charts keep as many. */
  static final int POINTS = 300;

  /** Percentiles are of so many intervals: ten seconds. */
  private static final int SMOOTHED = 5;

  /** Totals are kept for a minute and a little. */
  private static final int SAMPLES = 31;

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Deque<Point> points = new ArrayDeque<>();

  /** The next one, later than all before it. */
  synchronized void add(Sample sample) {
    points.addLast(
        samples.isEmpty() ? Point.first(sample) : Point.between(samples.getLast(), some(), sample));
    samples.addLast(sample);
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
    if (points.size() > POINTS) {
      points.removeFirst();
    }
  }

  private Sample some() {
    List<Sample> all = List.copyOf(samples);
    return all.get(Math.max(0, all.size() - SMOOTHED));
  }

  /** All that are kept, the oldest first. */
  synchronized List<Point> points() {
    return List.copyOf(points);
  }

  /** Those that are later than {@code moment}. */
  synchronized List<Point> since(Instant moment) {
    List<Point> later = new ArrayList<>();
    for (Point point : points) {
      if (point.atMillis() > moment.toEpochMilli()) {
        later.add(point);
      }
    }
    return later;
  }

  /** What was counted at {@code moment} or shortly before, or as early as is known. */
  synchronized Optional<Sample> at(Instant moment) {
    Sample found = samples.peekFirst();
    for (Sample sample : samples) {
      if (!sample.at().isAfter(moment)) {
        found = sample;
      }
    }
    return Optional.ofNullable(found);
  }

  /** What was counted a minute ago, or as long ago as is known; empty: nothing was yet. */
  synchronized Optional<Sample> aMinuteAgo() {
    return Optional.ofNullable(samples.peekFirst());
  }
}
