package sekisho.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/configuration.md}: an introduction, then a table for every block of the
 * schema.
 */
final class ConfigurationReference {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from src/main/resources/sekisho.schema.json; do not edit. After a change of the
           schema: ./mvnw -q test -Dtest=ConfigurationReferenceTest -Dsekisho.regenerate=true -->

      Sekisho reads one file. `sekisho check FILE` tells every mistake in it, as
      `FILE:LINE:COLUMN: key: what is wrong; what is allowed`, and starts nothing. Begin with
      [`examples/quickstart.jsonc`](../examples/quickstart.jsonc).

      ## The file

      - It is JSON in UTF-8 with `//` and `/* */` comments, and a comma after the last item is fine. At
        most 1 MiB.
      - Unknown keys, keys set twice, wrong types and values out of range are errors. Everything that is
        wrong is told at once, and a file with an error is not used at all: at start the proxy exits, at
        a reload it goes on with what it had.
      - An absent key means the default below. An absent block means its keys' defaults, or that what it
        would configure is off, as its table says. A block that is there is on, unless it has
        `"enabled": false`.
      - Paths of files and Unix sockets are relative to the file's own folder.
      - Durations are in seconds, and fractions are allowed: `0.5`.
      - Editors complete and check the file with the schema that `sekisho check --schema` prints: save it
        and name it in a `"$schema"` key.

      ## Substitution

      In every text that is a value:

      | written | becomes |
      |---|---|
      | `${NAME}` | the environment variable `NAME`; an error when it is not set |
      | `${NAME:-default}` | the same, or `default` when it is not set or empty |
      | `${file:path}` | the content of a file of at most 64 KiB, without its last newline; for secrets |
      | `$${` | `${` itself |

      What was put in is not looked at again, and messages never quote it: they say where it came from.
      Keys, numbers and `true` or `false` cannot be substituted.

      ## Server names

      Names are compared in lower case, without a trailing dot. Names in other scripts are turned into
      `xn--` form by the rules of IDNA 2003; names with ß, ς or joiners, where later rules differ, must be
      written in `xn--` form.
      """;

  private final StringBuilder out = new StringBuilder(INTRODUCTION);
  private final Map<String, String> sectionsByDefinition = new HashMap<>();

  static String text() {
    ConfigurationReference reference = new ConfigurationReference();
    reference.block("", Schema.root());
    return reference.out.toString();
  }

  private record Inner(String path, SchemaNode schema) {}

  private void block(String path, SchemaNode schema) {
    out.append("\n## ").append(path.isEmpty() ? "The whole file" : "`" + path + "`").append("\n\n");
    out.append(description(schema)).append("\n\n");
    out.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    List<Inner> inners = new ArrayList<>();
    List<String> required = schema.texts("required");
    for (String key : schema.keys()) {
      SchemaNode value = schema.key(key);
      String keyPath = path.isEmpty() ? key : path + "." + key;
      Optional<Inner> inner = inner(keyPath, value);
      String definition = schema.node().path("properties").path(key).path("$ref").asText();
      Optional<String> elsewhere = Optional.ofNullable(sectionsByDefinition.get(definition));
      inner.filter(_ -> elsewhere.isEmpty()).ifPresent(inners::add);
      if (inner.isPresent() && !definition.isEmpty()) {
        sectionsByDefinition.putIfAbsent(definition, keyPath);
      }
      String see =
          elsewhere
              .or(() -> inner.map(Inner::path))
              .map(section -> " See [`" + section + "`](#" + anchor(section) + ").")
              .orElse("");
      row(key, value, required.contains(key), description(value) + see);
    }
    inners.forEach(inner -> block(inner.path(), inner.schema()));
  }

  /** The block that a key holds, itself or in a list. */
  private static Optional<Inner> inner(String path, SchemaNode value) {
    if (!value.keys().isEmpty()) {
      return Optional.of(new Inner(path, value));
    }
    return value.items().keys().isEmpty()
        ? Optional.empty()
        : Optional.of(new Inner(path + "[]", value.items()));
  }

  private void row(String key, SchemaNode value, boolean required, String meaning) {
    String otherwise =
        required ? "**required**" : value.defaultValue().map(v -> "`" + v + "`").orElse("");
    out.append("| `" + key + "` | " + cell(type(value)) + " | " + otherwise + " | ");
    out.append(cell(meaning)).append(" |\n");
  }

  /** Within a table, in code too, a bar begins the next cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String description(SchemaNode schema) {
    return schema.node().path("description").asText();
  }

  private static String type(SchemaNode value) {
    String items = value.items().node().isObject() ? " of: " + type(value.items()) : "";
    if (value.node().has("enum")) {
      boolean quoted = value.types().contains("string");
      return value.texts("enum").stream()
          .map(v -> quoted ? "`\"" + v + "\"`" : "`" + v + "`")
          .collect(Collectors.joining(", "));
    }
    if (value.types().equals(List.of("string", "array"))) {
      return type(value.items()) + "; or a list of them";
    }
    return value.types().stream()
        .map(type -> kind(type, value) + (type.equals("array") ? items : ""))
        .collect(Collectors.joining(" or "));
  }

  private static String kind(String type, SchemaNode value) {
    JsonNode node = value.node();
    return switch (type) {
      case "string" ->
          node.has("format")
              ? TextFormat.named(node.path("format").asText()).allowed()
              : node.has("pattern") ? "text like `" + node.path("pattern").asText() + "`" : "text";
      case "integer" -> "whole number" + limits(node);
      case "number" -> "number" + limits(node);
      case "boolean" -> "`true` or `false`";
      case "array" -> node.has("minItems") ? "list, not empty," : "list";
      case "object" -> "block";
      default -> type;
    };
  }

  private static String limits(JsonNode node) {
    String least = node.path("minimum").asText();
    return node.path("maximum").asLong() >= Integer.MAX_VALUE
        ? ", " + least + " or more"
        : ", " + least + " to " + node.path("maximum").asText();
  }

  /** What GitHub makes of a heading. */
  private static String anchor(String heading) {
    return heading.replaceAll("[^a-z0-9_-]", "");
  }
}
