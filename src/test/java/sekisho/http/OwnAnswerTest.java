package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import sekisho.metrics.Reason;

class OwnAnswerTest {

  @Test
  void it_is_json_for_who_does_not_ask_for_html() throws Exception {
    for (String accept : new String[] {null, "", "*/*", "application/json", "text/plain"}) {
      OwnAnswer answer = OwnAnswer.of(Reason.NO_ROUTE, "id", accept);

      JsonNode json = new ObjectMapper().readTree(answer.body());
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.fields().first("Content-Type")).isEqualTo("application/json");
      assertThat(answer.fields().first("Cache-Control")).isEqualTo("no-store");
      assertThat(json.get("status").asInt()).isEqualTo(404);
      assertThat(json.get("error").asText()).isEqualTo("Not Found");
      assertThat(json.get("reason").asText()).isEqualTo("no_route");
      assertThat(json.get("request_id").asText()).isEqualTo("id");
    }
  }

  @Test
  void it_is_html_for_browsers() {
    String chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (String accept : new String[] {chromium, "TEXT/HTML;q=1", "text/html"}) {
      OwnAnswer answer = OwnAnswer.of(Reason.UPSTREAM_TIMEOUT, "id", accept);

      assertThat(answer.fields().first("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(answer.body())
          .startsWith("<!doctype html>\n<html lang=\"en\">")
          .contains("<title>504 Gateway Timeout</title>", "upstream_timeout", "id");
    }
  }

  @Test
  void every_reason_with_a_status_has_an_answer_in_ascii() {
    for (Reason reason : Reason.values()) {
      if (reason.status() != 0) {
        for (String accept : new String[] {"text/html", "*/*"}) {
          OwnAnswer answer = OwnAnswer.of(reason, RequestId.next(), accept);
          assertThat(answer.body()).matches("[\\n -~]+").contains(reason.code());
          assertThat(answer.body()).contains(OwnAnswer.phrase(reason.status()));
        }
      }
    }
  }

  @Test
  void a_status_of_the_configuration_stands_everywhere_in_the_place_of_the_reasons_own() {
    OwnAnswer json = OwnAnswer.of(Reason.RATE_LIMITED, 420, "id", null);
    OwnAnswer html = OwnAnswer.of(Reason.RATE_LIMITED, 503, "id", "text/html");

    assertThat(json.status()).isEqualTo(420);
    assertThat(json.body()).contains("\"status\":420", "rate_limited").doesNotContain("429");
    assertThat(html.status()).isEqualTo(503);
    assertThat(html.body()).contains("<title>503 Service Unavailable</title>", "rate_limited");
  }

  @Test
  void request_ids_are_32_hex_digits_and_differ() {
    assertThat(RequestId.next()).matches("[0-9a-f]{32}").isNotEqualTo(RequestId.next());
  }
}
