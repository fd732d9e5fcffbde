package sekisho.ui;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What open pages are told. */
class FeedTest {
  private static final int LAST = FigureHistory.POINTS;

  private final Shop shop = Shop.honest();

  private JsonNode snapshot(int step) throws IOException {
    byte[] event = new Feed(shop.history(), () -> shop.sample(step), Shop.TIMES).snapshot();
    return new ObjectMapper().readTree(event);
  }

  @Test
  void anEventIsOneLineOfAscii() {
    byte[] event = new Feed(shop.history(), () -> shop.sample(LAST + 1), Shop.TIMES).snapshot();

    assertThat(new String(event, US_ASCII)).isEqualTo(new String(event, UTF_8));
    assertThat(event).doesNotContain((byte) '\n', (byte) '\r');
  }

  @Test
  void theFiguresAreThoseOfThePage() throws IOException {
    JsonNode figures = snapshot(LAST + 1).path("figures");

    assertThat(figures.path("active").asText()).isEqualTo("1,272");
    assertThat(figures.path("requestRate").asText()).matches("[0-9]{3}");
    assertThat(figures.path("p50").asText()).isEqualTo("1.87\u00a0ms");
    Figures.of(shop.history(), shop.sample(LAST + 1))
        .forEach((name, text) -> assertThat(figures.path(name).asText()).isEqualTo(text));
  }

  @Test
  void theNewestPointsComeAgainSoThatNoneIsMissed() throws IOException {
    JsonNode points = snapshot(LAST + 1).path("points");

    assertThat(points.path("at")).hasSizeBetween(9, 11);
    assertThat(points.path("s5")).hasSameSizeAs(points.path("at"));
    assertThat(points.path("reasons").path("upstream_connect_refused"))
        .hasSameSizeAs(points.path("at"));
    assertThat(points.path("reasons").path("upstream_connect_refused").get(0).asDouble())
        .isEqualTo(14.5);
  }

  @Test
  void beforeTheFirstSampleThereAreFiguresAndNoPoints() throws IOException {
    Times times = new Times(Clock.fixed(Shop.NOW, ZoneOffset.UTC), ZoneOffset.UTC);

    JsonNode event =
        new ObjectMapper()
            .readTree(new Feed(new FigureHistory(), () -> shop.sample(1), times).snapshot());

    assertThat(event.path("points").path("at")).isEmpty();
    assertThat(event.path("figures").path("requestRate").asText()).isEqualTo("0");
    assertThat(event.path("figures").path("p50").asText()).isEqualTo("–");
  }
}
