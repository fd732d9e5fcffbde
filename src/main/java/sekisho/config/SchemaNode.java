package sekisho.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the schema says about one value. References are followed; what stands beside a {@code $ref}
 * is stronger than what it refers to.
 *
 * <p>Safe from every thread. What was looked up once is kept: a file of a thousand routes asks for
 * the same forty keys a thousand times.
 */
final class SchemaNode {
  private static final String DEFINITIONS = "#/$defs/";
  private static final String PROPERTIES = "properties";

  /** What is said about a key that the schema does not know. */
  private static final SchemaNode NOTHING =
      new SchemaNode(MissingNode.getInstance(), MissingNode.getInstance());

  private final JsonNode root;
  private final JsonNode node;

  /** By the names that the schema has, and no others. */
  private final Map<String, SchemaNode> properties = new ConcurrentHashMap<>();

  private final Map<String, SchemaNode> keywords = new ConcurrentHashMap<>();

  /**
   * The default at the place where it was asked for last: a thousand routes are silent in the same
   * block. Who asks for two places at once makes it twice.
   */
  private volatile @Nullable Element lastDefault;

  SchemaNode(JsonNode root, JsonNode node) {
    this.root = root;
    this.node = resolved(root, node);
  }

  private static JsonNode resolved(JsonNode root, JsonNode node) {
    if (!node.path("$ref").isTextual()) {
      return node;
    }
    String name = node.path("$ref").textValue().substring(DEFINITIONS.length());
    ObjectNode merged = root.path("$defs").path(name).deepCopy();
    merged.setAll((ObjectNode) node);
    merged.remove("$ref");
    return merged;
  }

  /** As JSON Schema has it. */
  JsonNode node() {
    return node;
  }

  /** What it says about the value of a key; nothing, for a key it does not know. */
  SchemaNode key(String key) {
    SchemaNode known = properties.get(key);
    if (known != null) {
      return known;
    }
    JsonNode named = node.path(PROPERTIES).path(key);
    return named.isMissingNode()
        ? NOTHING
        : properties.computeIfAbsent(key, _ -> new SchemaNode(root, named));
  }

  /** What it says about the value of any key that the file may hold, named in it or not. */
  SchemaNode value(String key) {
    return node.path(PROPERTIES).path(key).isObject() ? key(key) : keyword("additionalProperties");
  }

  SchemaNode items() {
    return keyword("items");
  }

  private SchemaNode keyword(String keyword) {
    SchemaNode known = keywords.get(keyword);
    return known != null
        ? known
        : keywords.computeIfAbsent(keyword, _ -> new SchemaNode(root, node.path(keyword)));
  }

  /** Whether the schema names a key; what a file may name is not among them. */
  boolean has(String key) {
    return node.path(PROPERTIES).has(key);
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  Optional<JsonNode> defaultValue() {
    return Optional.ofNullable(node.get("default"));
  }

  /** The default, as if it stood there; null: there is none. */
  @Nullable Element defaultAt(Position position) {
    JsonNode value = defaultValue().orElse(null);
    if (value == null) {
      return null;
    }
    Element last = lastDefault;
    if (last == null || !last.position().equals(position)) {
      last = JsonTree.element(value, position);
      lastDefault = last;
    }
    return last;
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
