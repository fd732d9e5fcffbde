package sekisho.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What became of a call to a running proxy. */
public sealed interface ControlAnswer {

  /** It did as asked. */
  record Result(JsonNode value) implements ControlAnswer {}

  /**
   * It says no.
   *
   * @param code of JSON-RPC or of the method
   * @param message one sentence for people
   * @param data what else there is to know
   */
  record Refused(int code, String message, Optional<JsonNode> data) implements ControlAnswer {

    /** All of it on one line. */
    public String text() {
      return data.map(more -> message + ": " + (more.isTextual() ? more.textValue() : more))
          .orElse(message);
    }
  }

  /**
   * Nobody answered. Whether the method has run is not known, unless nobody was there.
   *
   * @param message one line for people: who was asked, and what is in the way
   */
  record Unreachable(String message) implements ControlAnswer {}
}
