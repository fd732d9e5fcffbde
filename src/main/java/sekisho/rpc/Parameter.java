package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * A parameter of a method: the key with which the method asks its {@link Arguments} for the value.
 *
 * @param <T> what the method gets
 */
public final class Parameter<T> {
  private final String name;
  private final String description;
  private final boolean required;
  private final String inWords;
  private final ObjectNode schema;
  private final Function<JsonNode, Optional<T>> reading;

  private Parameter(
      String name,
      String description,
      boolean required,
      ParameterType<?> type,
      Function<JsonNode, Optional<T>> reading) {
    this.name = name;
    this.description = description;
    this.required = required;
    this.inWords = type.inWords();
    this.schema = type.schema();
    this.reading = reading;
  }

  /** One that every call has. */
  public static <T> Parameter<T> required(String name, ParameterType<T> type, String description) {
    return new Parameter<>(name, description, true, type, type::read);
  }

  /** One that a call may leave out; null is the same, so that a list of parameters can skip it. */
  public static <T> Parameter<Optional<T>> optional(
      String name, ParameterType<T> type, String description) {
    return new Parameter<>(
        name,
        description,
        false,
        type,
        node ->
            node.isMissingNode() || node.isNull()
                ? Optional.of(Optional.empty())
                : known(type.read(node)));
  }

  /** A value that is there may be absent; one that is not what is allowed is none at all. */
  private static <T> Optional<Optional<T>> known(Optional<T> value) {
    return value.isPresent() ? Optional.of(value) : Optional.empty();
  }

  String name() {
    return name;
  }

  boolean isRequired() {
    return required;
  }

  /** What is allowed, for people. */
  String inWords() {
    return inWords;
  }

  /**
   * Empty when it is not what is allowed.
   *
   * @param node missing where the call has none
   */
  Optional<T> read(JsonNode node) {
    return reading.apply(node);
  }

  /** A Content Descriptor of OpenRPC. */
  ObjectNode descriptor() {
    ObjectNode descriptor =
        schema
            .objectNode()
            .put("name", name)
            .put("description", description)
            .put("required", required);
    descriptor.set("schema", schema.deepCopy());
    return descriptor;
  }
}
