package sekisho.acme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sekisho.acme.CertificateState.PendingOrder;
import sekisho.acme.CertificateState.Suggestion;

/** A {@link CertificateState} as JSON, for the storage and for whoever looks into it. */
final class StateJson {
  static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private StateJson() {}

  static byte[] write(CertificateState state) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("failures", state.failures());
    json.put("failed_validations", state.failedValidations());
    state.nextAttempt().ifPresent(at -> json.put("next_attempt", at.toString()));
    state
        .order()
        .ifPresent(order -> {
          ObjectNode node = json.putObject("order").put("url", order.url());
          order.identifiers().forEach(node.putArray("identifiers")::add);
        });
    state.suggestion().ifPresent(said -> write(said, json.putObject("suggested_renewal")));
    ArrayNode timeline = json.putArray("timeline");
    state.timeline().forEach(entry -> write(entry, timeline.addObject()));
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static void write(Suggestion said, ObjectNode json) {
    json.put("start", said.start().toString());
    json.put("end", said.end().toString());
    said.explanation().ifPresent(url -> json.put("explanation", url));
    json.put("ask_again", said.askAgain().toString());
    json.put("serial", said.serial());
  }

  static void write(TimelineEntry entry, ObjectNode json) {
    json.put("at", entry.at().toString());
    json.put("what", entry.what().name().toLowerCase(Locale.ROOT));
    json.put("text", entry.text());
    entry.problem().ifPresent(problem -> json.set("problem", problem));
  }

  /**
   * @throws IOException when it is not what {@link #write} wrote
   */
  static CertificateState read(byte[] bytes) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(bytes);
      if (!json.isObject()) {
        throw new IOException("it is no state of a certificate");
      }
      List<TimelineEntry> timeline = new ArrayList<>();
      for (JsonNode entry : json.path("timeline")) {
        timeline.add(entry(entry));
      }
      return new CertificateState(
          json.path("failures").asInt(),
          json.path("failed_validations").asInt(),
          present(json.path("next_attempt")).map(StateJson::instant),
          present(json.path("order")).map(StateJson::order),
          present(json.path("suggested_renewal")).map(StateJson::suggestion),
          timeline);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("it is no state of a certificate: " + e.getMessage(), e);
    }
  }

  private static PendingOrder order(JsonNode json) {
    List<String> identifiers = new ArrayList<>();
    json.path("identifiers").forEach(identifier -> identifiers.add(identifier.asText()));
    return new PendingOrder(json.path("url").asText(), identifiers);
  }

  private static Suggestion suggestion(JsonNode json) {
    return new Suggestion(
        instant(json.path("start")),
        instant(json.path("end")),
        present(json.path("explanation")).map(JsonNode::asText),
        instant(json.path("ask_again")),
        json.path("serial").asText());
  }

  private static TimelineEntry entry(JsonNode json) {
    return new TimelineEntry(
        instant(json.path("at")),
        TimelineEntry.Event.valueOf(json.path("what").asText().toUpperCase(Locale.ROOT)),
        json.path("text").asText(),
        present(json.path("problem")));
  }

  private static Optional<JsonNode> present(JsonNode json) {
    return json.isMissingNode() || json.isNull() ? Optional.empty() : Optional.of(json);
  }

  private static Instant instant(JsonNode json) {
    return Instant.parse(json.asText());
  }
}
