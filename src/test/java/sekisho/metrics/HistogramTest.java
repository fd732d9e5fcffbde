package sekisho.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTest {
  private final Histogram histogram =
      new Histogram(List.of(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100)));

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "1000000, 0",
    "1000001, 1",
    "10000000, 1",
    "100000000, 2",
    "100000001, 3",
  })
  void what_took_as_long_as_a_bound_is_below_it(long nanos, int bucket) {
    histogram.observe(nanos);

    assertThat(counts(histogram.reading())).isEqualTo(only(bucket));
  }

  private static List<Long> counts(Histogram.Reading reading) {
    return reading.buckets().stream().map(Histogram.Bucket::count).toList();
  }

  private static List<Long> only(int bucket) {
    return LongStream.range(0, 4).mapToObj(i -> i == bucket ? 1L : 0L).toList();
  }

  @Test
  void the_last_bucket_has_no_bound_and_the_sum_is_in_seconds() {
    histogram.observe(Duration.ofSeconds(2).toNanos());
    histogram.observe(Duration.ofMillis(500).toNanos());

    Histogram.Reading reading = histogram.reading();

    assertThat(reading.buckets().getLast().upToSeconds()).isInfinite();
    assertThat(reading.count()).isEqualTo(2);
    assertThat(reading.sumSeconds()).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void a_quantile_lies_in_the_bucket_where_it_belongs() {
    // 90 below 1 ms, 10 between 10 and 100 ms.
    for (int i = 0; i < 100; i++) {
      histogram.observe(Duration.ofMillis(i < 90 ? 0 : 50).toNanos());
    }

    Histogram.Reading reading = histogram.reading();

    assertThat(reading.quantile(0.5)).isCloseTo(0.001 * 50 / 90, within(1e-9));
    assertThat(reading.quantile(0.9)).isCloseTo(0.001, within(1e-9));
    assertThat(reading.quantile(0.95)).isCloseTo(0.055, within(1e-9));
    assertThat(reading.quantile(1)).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void of_what_took_longer_than_every_bound_only_that_is_known() {
    histogram.observe(Duration.ofHours(1).toNanos());

    assertThat(histogram.reading().quantile(0.99)).isEqualTo(0.1);
  }

  @Test
  void of_nothing_there_is_no_quantile() {
    assertThat(histogram.reading().quantile(0.5)).isNaN();
  }

  @Test
  void what_came_since_a_reading_is_told_apart() {
    histogram.observe(1);
    Histogram.Reading before = histogram.reading();
    histogram.observe(Duration.ofMillis(5).toNanos());

    Histogram.Reading since = histogram.reading().since(before);

    assertThat(counts(since)).isEqualTo(only(1));
    assertThat(since.sumSeconds()).isCloseTo(0.005, within(1e-9));
  }
}
