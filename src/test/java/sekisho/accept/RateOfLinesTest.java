package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateOfLinesTest {
  private long now = Long.MAX_VALUE - 5;

  @Test
  void one_line_a_minute_tells_how_many_were_not_written() {
    RateOfLines rate = new RateOfLines(() -> now);
    List<Long> written = new ArrayList<>();

    rate.line(written::add);
    rate.line(written::add);
    rate.line(written::add);
    now += Duration.ofMinutes(1).toNanos() - 1;
    rate.line(written::add);
    now++;
    rate.line(written::add);

    assertThat(written).containsExactly(0L, 3L);
  }
}
