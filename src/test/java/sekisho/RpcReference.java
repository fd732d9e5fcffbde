package sekisho;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import sekisho.control.ControlMethods;
import sekisho.rpc.Caller;
import sekisho.rpc.JsonRpc;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;

/**
 * Writes the part of {@code docs/rpc.md} that tells of the methods, from what they say of
 * themselves.
 */
final class RpcReference {
  private static final String INTRODUCTION =
      """
      ## Methods

      <!-- From here on generated from rpc.discover; do not edit. After a change of a method:
           ./mvnw -q test -Dtest=RpcReferenceTest -Dsekisho.regenerate=true -->

      `rpc.discover` describes them all, with types, as an [OpenRPC](https://spec.open-rpc.org/) document. Times are RFC 3339 in
      UTC; what ends in `_secs` is in seconds, in `_bytes` in bytes. What "since the program began" counts outlives reloads. Members
      may be added to results in later versions.

      """;

  private RpcReference() {}

  /** What {@code rpc.discover} gives of a proxy that has everything. */
  static JsonNode document() {
    List<RpcMethod<?>> methods =
        new ArrayList<>(new Overseers(null, null, Optional.empty()).methods(null));
    methods.addAll(ControlMethods.described());
    JsonRpc rpc =
        new JsonRpc(
            Methods.of("0", methods),
            (_, failure) -> {
              throw new AssertionError(failure);
            });
    byte[] call = "{\"jsonrpc\": \"2.0\", \"method\": \"rpc.discover\", \"id\": 1}".getBytes(UTF_8);
    try {
      return new ObjectMapper()
          .readTree(rpc.answer(call, new Caller("test", true)).orElseThrow())
          .path("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    JsonNode methods = document().path("methods");
    methods.forEach(method -> text.append(summary(method)));
    methods.forEach(method -> {
      text.append("\n### `").append(name(method)).append("`\n\n");
      text.append(method.path("summary").asText()).append('\n');
      parameters(method.path("params"), text);
      result(method.path("result").path("schema"), text);
      errors(method.path("errors"), text);
    });
    return text.toString();
  }

  private static String summary(JsonNode method) {
    String anchor = name(method).replaceAll("[^a-z0-9_]", "");
    return "- [`%s`](#%s): %s\n".formatted(name(method), anchor, method.path("summary").asText());
  }

  private static String name(JsonNode method) {
    return method.path("name").asText();
  }

  private static void parameters(JsonNode parameters, StringBuilder text) {
    if (parameters.isEmpty()) {
      return;
    }
    text.append("\n| parameter | type | meaning |\n|---|---|---|\n");
    parameters.forEach(parameter ->
        text.append(
            "| `%s`%s | %s | %s |\n"
                .formatted(
                    name(parameter),
                    parameter.path("required").asBoolean() ? ", required" : "",
                    type(parameter.path("schema")),
                    cell(parameter.path("description").asText()))));
  }

  private static void result(JsonNode schema, StringBuilder text) {
    if (schema.has("$ref")) {
      text.append("\nResult: the document.\n");
      return;
    }
    JsonNode object = object(schema);
    if (object.isMissingNode()) {
      text.append("\nResult: ").append(type(schema)).append(".\n");
      return;
    }
    text.append(
        schema.path("type").asText().equals("array") ? "\nResult: a list, of each" : "\nResult");
    text.append(":\n\n| member | type | meaning |\n|---|---|---|\n");
    members("", object, text);
  }

  private static void members(String prefix, JsonNode object, StringBuilder text) {
    object
        .path("properties")
        .properties()
        .forEach(member -> {
          String path = prefix + member.getKey();
          JsonNode schema = member.getValue();
          text.append(
              "| `%s` | %s | %s |\n"
                  .formatted(path, type(schema), cell(schema.path("description").asText())));
          JsonNode inner = object(schema);
          if (!inner.isMissingNode()) {
            members(path + (isList(schema) ? "[]." : "."), inner, text);
          }
        });
  }

  /** The object with known members that a value is, has as an item, or is where it is not null. */
  private static JsonNode object(JsonNode schema) {
    if (schema.has("properties")) {
      return schema;
    }
    return schema.has("anyOf")
        ? object(schema.path("anyOf").path(0))
        : schema.has("items") ? object(schema.path("items")) : schema.path("none");
  }

  private static boolean isList(JsonNode schema) {
    return (schema.has("anyOf") ? schema.path("anyOf").path(0) : schema).has("items");
  }

  private static String type(JsonNode schema) {
    if (schema.has("anyOf")) {
      return StreamSupport.stream(schema.path("anyOf").spliterator(), false)
          .map(RpcReference::type)
          .collect(Collectors.joining(" or "));
    }
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(value -> "`\"" + value.asText() + "\"`")
          .collect(Collectors.joining(", "));
    }
    return switch (schema.path("type").asText()) {
      case "string" -> schema.path("format").asText().equals("date-time") ? "time" : "text";
      case "integer" -> "whole number" + bounds(schema);
      case "number" -> "number";
      case "boolean" -> "`true` or `false`";
      case "null" -> "null";
      case "array" -> "list of: " + type(schema.path("items"));
      case "object" ->
          schema.has("additionalProperties")
              ? "by name: " + type(schema.path("additionalProperties"))
              : "object";
      default -> throw new IllegalArgumentException("no words for " + schema);
    };
  }

  private static String bounds(JsonNode schema) {
    if (!schema.has("minimum")) {
      return "";
    }
    String from = schema.path("minimum").asText();
    return schema.path("maximum").asLong() == Long.MAX_VALUE
        ? ", " + from + " or more"
        : ", " + from + " to " + schema.path("maximum").asText();
  }

  private static void errors(JsonNode errors, StringBuilder text) {
    if (errors.isEmpty()) {
      return;
    }
    text.append("\n| error | when |\n|---|---|\n");
    errors.forEach(error ->
        text.append(
            "| %d | %s |\n"
                .formatted(error.path("code").asInt(), cell(error.path("message").asText()))));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
