package sekisho.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the schema says about one value. References are followed; what stands beside a {@code $ref}
 * is stronger than what it refers to.
 */
record SchemaNode(JsonNode root, JsonNode node) {
  private static final String DEFINITIONS = "#/$defs/";

  SchemaNode {
    if (node.path("$ref").isTextual()) {
      String name = node.path("$ref").textValue().substring(DEFINITIONS.length());
      ObjectNode merged = root.path("$defs").path(name).deepCopy();
      merged.setAll((ObjectNode) node);
      merged.remove("$ref");
      node = merged;
    }
  }

  /** What it says about the value of a key; nothing, for a key it does not know. */
  SchemaNode key(String key) {
    return new SchemaNode(root, node.path("properties").path(key));
  }

  /** What it says about the value of any key that the file may hold, named in it or not. */
  SchemaNode value(String key) {
    JsonNode named = node.path("properties").path(key);
    return new SchemaNode(root, named.isObject() ? named : node.path("additionalProperties"));
  }

  SchemaNode items() {
    return new SchemaNode(root, node.path("items"));
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  Optional<JsonNode> defaultValue() {
    return Optional.ofNullable(node.get("default"));
  }

  List<String> types() {
    return texts("type");
  }

  /** The texts of a keyword whose value is one or a list of them. */
  List<String> texts(String keyword) {
    JsonNode value = node.path(keyword);
    if (value.isValueNode()) {
      return List.of(value.asText());
    }
    List<String> texts = new ArrayList<>();
    value.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
