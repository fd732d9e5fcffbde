package sekisho.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sekisho.metrics.Reason;

/** The last minutes. */
class FigureHistoryTest {
  private final Shop shop = Shop.honest();

  @Test
  void keepsTenMinutesAndNoMore() {
    FigureHistory history = new FigureHistory();
    for (int i = 0; i < 2 * FigureHistory.POINTS; i++) {
      history.add(shop.sample(i));
    }

    assertThat(history.points()).hasSize(FigureHistory.POINTS);
    assertThat(history.points().getLast().atMillis() - history.points().getFirst().atMillis())
        .isEqualTo(Duration.ofMinutes(10).minusSeconds(2).toMillis());
  }

  @Test
  void ratesAreWhatCameBetweenTwoSamplesPerSecond() {
    Point point = Point.between(shop.sample(250), shop.sample(250), shop.sample(251));

    assertThat(point.byClass().get(5)).isEqualTo(14.5);
    assertThat(point.errors().get(Reason.UPSTREAM_CONNECT_REFUSED)).isEqualTo(14.5);
    assertThat(point.sentBytes()).isEqualTo(15_500_000);
    assertThat(point.requests()).isGreaterThan(point.byClass().get(2));
  }

  @Test
  void aMinuteAgoIsAMinuteAgo() {
    FigureHistory history = shop.history();

    assertThat(history.aMinuteAgo().orElseThrow().at())
        .isEqualTo(Shop.NOW.minus(Duration.ofMinutes(1)));
  }

  @Test
  void whatWasCountedAtAMomentIsTheSampleBeforeIt() {
    FigureHistory history = shop.history();

    assertThat(history.at(Shop.NOW.minusMillis(3500)).orElseThrow().at())
        .isEqualTo(Shop.NOW.minusSeconds(4));
    assertThat(history.at(Shop.NOW.minusSeconds(5000))).isEqualTo(history.aMinuteAgo());
    assertThat(new FigureHistory().at(Shop.NOW)).isEmpty();
  }
}
