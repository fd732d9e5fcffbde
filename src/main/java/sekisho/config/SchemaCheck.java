package sekisho.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Holds a tree against the schema: keys, types, values, limits and the formats of texts, each by
 * itself. What values mean to each other is not looked at here.
 */
final class SchemaCheck {
  // An unknown key may be a misspelt required one, and a value of the wrong type has no limits.
  private static final List<String> ORDER = List.of("additionalProperties", "type", "enum");

  private static final com.networknt.schema.Schema VALIDATOR =
      SchemaRegistry.withDialect(
              Dialect.builder(Dialects.getDraft202012())
                  .formats(Arrays.stream(TextFormat.values()).map(ValidatorFormat::new).toList())
                  .build())
          .getSchema(Schema.root().node());

  private final Findings findings;

  SchemaCheck(Findings findings) {
    this.findings = findings;
  }

  void check(Element root) {
    JsonNode tree = JsonTree.of(root);
    VALIDATOR
        .validate(tree, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
        .stream()
        .sorted(Comparator.comparingInt(SchemaCheck::rank))
        .forEach(error -> report(error, root));
  }

  private static int rank(Error error) {
    int rank = ORDER.indexOf(error.getKeyword());
    return rank < 0 ? ORDER.size() : rank;
  }

  private void report(Error error, Element root) {
    Place place = place(error.getInstanceLocation(), root);
    switch (error.getKeyword()) {
      case "additionalProperties" -> reportUnknown(error.getProperty(), place);
      case "required" -> {
        KeyPath path = place.path().key(error.getProperty());
        findings.unusable(place.element().position(), path, "is missing, and required");
      }
      case "propertyNames" -> reportName(error.getProperty(), place);
      default ->
          findings.unusable(
              place.element().position(),
              place.path(),
              SchemaWords.of(error, place.element(), place.schema()));
    }
  }

  private void reportName(String key, Place place) {
    TextFormat format =
        TextFormat.named(place.schema().node().at("/propertyNames/format").asText());
    findings.unusable(
        place.keyPosition(key),
        place.path().key(key),
        Shown.text(key) + " " + format.fault(key).orElse("") + "; allowed: " + format.allowed());
  }

  private void reportUnknown(String key, Place place) {
    List<String> allowed = place.schema().keys();
    Optional<String> meant = Spelling.nearest(key, allowed);
    // What was meant is not missing: it is there, under another name.
    meant.filter(word -> !place.has(word)).map(place.path()::key).ifPresent(findings::excuse);
    findings.error(
        place.keyPosition(key),
        place.path().key(key),
        "unknown key"
            + meant
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("; allowed: " + String.join(", ", allowed)));
  }

  private record Place(Element element, KeyPath path, SchemaNode schema) {
    boolean has(String key) {
      return element instanceof Element.Structure structure && structure.members().has(key);
    }

    Position keyPosition(String key) {
      return element instanceof Element.Structure structure
          ? structure.keyPosition(key)
          : element.position();
    }
  }

  private static Place place(NodePath location, Element root) {
    Place place = new Place(root, KeyPath.ROOT, Schema.root());
    for (int i = 0; i < location.getNameCount(); i++) {
      place = step(place, location.getElement(i));
    }
    return place;
  }

  private static Place step(Place from, Object step) {
    return switch (from.element()) {
      case Element.Sequence sequence -> {
        int index = ((Number) step).intValue();
        yield new Place(
            sequence.items().get(index), from.path().item(index), from.schema().items());
      }
      case Element.Structure structure -> {
        String key = step.toString();
        Element.Member member = structure.members().get(key);
        // The validator names a bad property name as if it were below the object.
        yield member == null
            ? from
            : new Place(member.value(), from.path().key(key), from.schema().value(key));
      }
      case Element.Text _, Element.Numeral _, Element.Flag _, Element.Nothing _ ->
          throw new IllegalStateException("the validator looked into a plain value");
    };
  }
}
