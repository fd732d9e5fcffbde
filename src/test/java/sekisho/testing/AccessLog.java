package sekisho.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.Predicate;

/** The JSON lines of the access log among the lines of an output. */
public record AccessLog(LineLog output) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Waits for the line of the request whose path is {@code path}: lines are written later. */
  public JsonNode await(String path) {
    return await("an access log line for " + path, line -> line.path("path").asText().equals(path));
  }

  /** Waits for a line that {@code wanted} accepts. */
  public JsonNode await(String what, Predicate<JsonNode> wanted) {
    return Await.present(
        what + " in\n" + output, () -> lines().stream().filter(wanted).findFirst());
  }

  public List<JsonNode> lines() {
    return output.lines().stream()
        .filter(line -> line.startsWith("{"))
        .map(AccessLog::parse)
        .filter(line -> line.has("status") && line.has("method"))
        .toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
