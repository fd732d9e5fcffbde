package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a method gives: how it is written, and its JSON Schema. Objects: {@link ObjectType}.
 *
 * @param <T> what the method returns
 */
public final class ResultType<T> {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  public static final ResultType<String> TEXT =
      new ResultType<>(typed("string"), TextNode::valueOf);

  public static final ResultType<Boolean> FLAG =
      new ResultType<>(typed("boolean"), BooleanNode::valueOf);

  public static final ResultType<Long> WHOLE =
      new ResultType<>(typed("integer"), LongNode::valueOf);

  /** Finite. */
  public static final ResultType<Double> NUMBER =
      new ResultType<>(typed("number"), ResultType::finite);

  /** RFC 3339, in UTC. */
  public static final ResultType<Instant> TIME =
      new ResultType<>(
          typed("string").put("format", "date-time"),
          instant -> TextNode.valueOf(instant.toString()));

  private final ObjectNode schema;
  private final Function<T, JsonNode> writing;

  ResultType(ObjectNode schema, Function<T, JsonNode> writing) {
    this.schema = schema;
    this.writing = writing;
  }

  /** What is not always there: null where it is not. */
  public static <T> ResultType<Optional<T>> optional(ResultType<T> type) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("anyOf").add(type.schema()).add(typed("null"));
    return new ResultType<>(schema, value -> value.map(type::write).orElse(NullNode.getInstance()));
  }

  public static <T> ResultType<List<T>> listOf(ResultType<T> item) {
    ObjectNode schema = typed("array");
    schema.set("items", item.schema());
    return new ResultType<>(
        schema,
        values -> {
          ArrayNode array = NODES.arrayNode();
          values.forEach(value -> array.add(item.write(value)));
          return array;
        });
  }

  /** Values by names that are not known beforehand, in the map's order. */
  public static <T> ResultType<Map<String, T>> mapOf(ResultType<T> value) {
    ObjectNode schema = typed("object");
    schema.set("additionalProperties", value.schema());
    return new ResultType<>(
        schema,
        values -> {
          ObjectNode object = NODES.objectNode();
          values.forEach((name, member) -> object.set(name, value.write(member)));
          return object;
        });
  }

  private static JsonNode finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no " + value);
    }
    return DoubleNode.valueOf(value);
  }

  static ObjectNode typed(String type) {
    return NODES.objectNode().put("type", type);
  }

  JsonNode write(T value) {
    return writing.apply(value);
  }

  ObjectNode schema() {
    return schema.deepCopy();
  }
}
