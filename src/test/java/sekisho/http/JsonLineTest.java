package sekisho.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

/** Trap 46: no client forges a line. */
class JsonLineTest {

  @Test
  void texts_numbers_and_milliseconds_are_an_object_on_a_line() {
    JsonLine json = new JsonLine(1);

    json.begin();
    json.text("a", "b");
    json.text("left_out", null);
    json.number("n", 0);
    json.number("m", Long.MAX_VALUE);
    json.millis("t", 12_034);
    json.millis("u", 7);
    json.end();

    assertThat(taken(json))
        .isEqualTo("{\"a\":\"b\",\"n\":0,\"m\":9223372036854775807,\"t\":12.034,\"u\":0.007}\n");
  }

  @Test
  void a_time_is_utc_with_milliseconds() {
    JsonLine json = new JsonLine(1);

    json.begin();
    json.time("a", 0);
    json.time("b", 1_767_323_045_006L);
    json.time("c", 1_767_323_045_999L);
    json.end();

    assertThat(taken(json))
        .isEqualTo(
            "{\"a\":\"1970-01-01T00:00:00.000Z\",\"b\":\"2026-01-02T03:04:05.006Z\","
                + "\"c\":\"2026-01-02T03:04:05.999Z\"}\n");
  }

  @Test
  void lines_are_taken_once() {
    JsonLine json = new JsonLine(8);
    json.begin();
    json.end();
    json.begin();
    json.number("a", 1);
    json.end();

    assertThat(taken(json)).isEqualTo("{}\n{\"a\":1}\n");
    assertThat(json.length()).isZero();
    assertThat(taken(json)).isEmpty();
  }

  @Test
  void quotes_and_controls_and_all_that_is_not_ascii_are_escaped() {
    assertThat(text("\"\\\n\r\t\0\u001b[31m\u007f\u0085\u00e9\u00ff"))
        .isEqualTo(
            "{\"x\":\"\\\"\\\\\\u000a\\u000d\\u0009\\u0000\\u001b[31m"
                + "\\u007f\\u0085\\u00e9\\u00ff\"}\n");
  }

  @Test
  void every_char_is_read_back_by_a_json_parser_from_one_line_of_ascii() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x300; c++) {
      all.append(c);
    }

    String line = text(all.toString());

    assertThat(line).endsWith("}\n");
    assertThat(line.substring(0, line.length() - 1)).matches("[ -~]+");
    assertThat(new ObjectMapper().readTree(line).get("x").asText()).isEqualTo(all.toString());
  }

  @Test
  void any_texts_are_read_back_the_same() {
    Seeds.each(JsonLineTest::readBack);
  }

  private static void readBack(Random random) {
    JsonLine json = new JsonLine(16);
    for (int round = 0; round < 200; round++) {
      String text =
          random
              .ints(random.nextInt(200), 0, 256)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      long number = random.nextLong() >>> 1;
      json.begin();
      json.text("a", text);
      json.number("b", number);
      json.end();

      JsonNode read = read(taken(json));
      assertThat(read.get("a").asText()).isEqualTo(text);
      assertThat(read.get("b").asLong()).isEqualTo(number);
    }
  }

  private static JsonNode read(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private static String text(String value) {
    JsonLine json = new JsonLine(4);
    json.begin();
    json.text("x", value);
    json.end();
    return taken(json);
  }

  private static String taken(JsonLine json) {
    return new String(json.take(), US_ASCII);
  }
}
