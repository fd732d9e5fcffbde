package sekisho.config;

import com.networknt.schema.Error;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in plain words what a value does wrong: what is wrong, then what is allowed. */
final class SchemaWords {
  private SchemaWords() {}

  static String of(Error error, Element element, SchemaNode schema) {
    String shown = Shown.value(element);
    return switch (error.getKeyword()) {
      case "type" -> "is " + kind(element) + "; allowed: " + kinds(schema.types());
      case "enum" -> shown + " is none of the values; " + values(element, schema.texts("enum"));
      case "minimum" -> shown + " is too small; allowed: at least " + limit(schema, "minimum");
      case "maximum" -> shown + " is too large; allowed: at most " + limit(schema, "maximum");
      case "minItems" -> "is empty; allowed: at least one";
      case "minLength" -> "is empty; allowed: any other text";
      case "maxLength" ->
          shown + " is too long; allowed: " + limit(schema, "maxLength") + " characters";
      case "pattern" -> shown + " does not match; allowed: " + limit(schema, "pattern");
      case "format" -> format(element, schema, shown);
      // Not the validator's own words: they may quote the value, and it may be a secret.
      default -> shown + " is not allowed here (" + error.getKeyword() + ")";
    };
  }

  private static String limit(SchemaNode schema, String keyword) {
    return schema.node().path(keyword).asText();
  }

  private static String values(Element element, List<String> allowed) {
    Optional<String> meant =
        element instanceof Element.Text text && text.origins().isEmpty()
            ? Spelling.nearest(text.value(), allowed)
            : Optional.empty();
    String list = allowed.stream().map(v -> quote(element, v)).collect(Collectors.joining(", "));
    return meant.map(word -> "did you mean \"" + word + "\"? ").orElse("") + "allowed: " + list;
  }

  private static String quote(Element element, String value) {
    return element instanceof Element.Text ? "\"" + value + "\"" : value;
  }

  private static String format(Element element, SchemaNode schema, String shown) {
    TextFormat format = TextFormat.named(limit(schema, "format"));
    String fault =
        element instanceof Element.Text text ? format.fault(text.value()).orElse("") : "";
    return shown + " " + fault + "; allowed: " + format.allowed();
  }

  private static String kinds(List<String> types) {
    return types.stream().map(SchemaWords::kind).collect(Collectors.joining(" or "));
  }

  private static String kind(String type) {
    return switch (type) {
      case "string" -> "a text in quotes";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list [ ]";
      case "object" -> "a block { }";
      default -> type;
    };
  }

  private static String kind(Element element) {
    return switch (element) {
      case Element.Text _ -> kind("string");
      case Element.Numeral(_, Number value) ->
          kind(value instanceof Long ? "integer" : "number") + " (" + value + ")";
      case Element.Flag(_, boolean value) -> String.valueOf(value);
      case Element.Sequence _ -> kind("array");
      case Element.Structure _ -> kind("object");
      case Element.Nothing _ -> "null";
    };
  }
}
