package sekisho.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Supplier;

/** What open pages are told once a second: the time, figures, and the newest of the curves. */
final class Feed implements LiveFeed {
  /** Whoever missed some has them again; charts pass over what they know. */
  private static final Duration NEWEST = Duration.ofSeconds(20);

  /** Whatever a text holds, the event is one line of ASCII. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final FigureHistory history;
  private final Supplier<Sample> sample;
  private final Times times;

  /**
   * @param sample what is counted now
   */
  Feed(FigureHistory history, Supplier<Sample> sample, Times times) {
    this.history = history;
    this.sample = sample;
    this.times = times;
  }

  @Override
  public byte[] snapshot() {
    Sample now = sample.get();
    ObjectNode event = JSON.createObjectNode();
    event.put("at", now.at().toString());
    event.put("time", times.time(now.at()));
    ObjectNode figures = event.putObject("figures");
    Figures.of(history, now).forEach(figures::put);
    event.set("points", HistoryJson.of(history.since(now.at().minus(NEWEST))));
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts can be written", e);
    }
  }
}
