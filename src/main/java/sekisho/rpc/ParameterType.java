package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a parameter may be: how it is read, and what is said of it, in words and as JSON Schema.
 *
 * @param <T> what a method gets
 */
public final class ParameterType<T> {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  public static final ParameterType<String> TEXT =
      new ParameterType<>(
          "a string",
          typed("string"),
          node -> node.isTextual() ? Optional.of(node.textValue()) : Optional.empty());

  public static final ParameterType<Boolean> FLAG =
      new ParameterType<>(
          "true or false",
          typed("boolean"),
          node -> node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty());

  private final String inWords;
  private final ObjectNode schema;
  private final Function<JsonNode, Optional<T>> reading;

  private ParameterType(
      String inWords, ObjectNode schema, Function<JsonNode, Optional<T>> reading) {
    this.inWords = inWords;
    this.schema = schema;
    this.reading = reading;
  }

  /** A whole number, written without fraction and exponent; both bounds are allowed. */
  public static ParameterType<Long> whole(long min, long max) {
    return new ParameterType<>(
        "a whole number from " + min + " to " + max,
        typed("integer").put("minimum", min).put("maximum", max),
        // By the kind first: 1e999999999 is not to be written out to be looked at.
        node ->
            node.isIntegralNumber() && node.canConvertToLong()
                ? Optional.of(node.longValue()).filter(value -> value >= min && value <= max)
                : Optional.empty());
  }

  /** One of some words. */
  public static ParameterType<String> oneOf(String... allowed) {
    List<String> words = List.of(allowed);
    ObjectNode schema = typed("string");
    ArrayNode values = schema.putArray("enum");
    words.forEach(values::add);
    return new ParameterType<>(
        "one of " + String.join(", ", words),
        schema,
        node -> TEXT.read(node).filter(words::contains));
  }

  /** Any number of items, in order. */
  public static <T> ParameterType<List<T>> listOf(ParameterType<T> item) {
    ObjectNode schema = typed("array");
    schema.set("items", item.schema());
    return new ParameterType<>("a list, each " + item.inWords, schema, node -> items(item, node));
  }

  private static <T> Optional<List<T>> items(ParameterType<T> item, JsonNode node) {
    if (!node.isArray()) {
      return Optional.empty();
    }
    List<T> items = new ArrayList<>();
    node.forEach(element -> item.read(element).ifPresent(items::add));
    return items.size() == node.size() ? Optional.of(List.copyOf(items)) : Optional.empty();
  }

  private static ObjectNode typed(String type) {
    return NODES.objectNode().put("type", type);
  }

  /** Empty when it is something else. */
  Optional<T> read(JsonNode node) {
    return reading.apply(node);
  }

  String inWords() {
    return inWords;
  }

  ObjectNode schema() {
    return schema.deepCopy();
  }
}
