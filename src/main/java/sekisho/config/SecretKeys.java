package sekisho.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names of all keys of the schema: those that hold secrets, and the others. */
final class SecretKeys {
  static final Set<String> NAMES = new HashSet<>();
  static final Set<String> OTHERS = new HashSet<>();

  static {
    collect(Schema.root().node());
    OTHERS.removeAll(NAMES);
  }

  private SecretKeys() {}

  private static void collect(JsonNode node) {
    for (Map.Entry<String, JsonNode> key : node.path("properties").properties()) {
      boolean secret = key.getValue().path("writeOnly").asBoolean(false);
      (secret ? NAMES : OTHERS).add(key.getKey());
    }
    node.forEach(SecretKeys::collect);
  }
}
