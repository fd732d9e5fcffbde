package sekisho.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Elements as Jackson's tree, which the schema validator reads, and back. */
final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  static JsonNode of(Element element) {
    return switch (element) {
      case Element.Text text -> NODES.textNode(text.value());
      case Element.Numeral(_, Number value) ->
          value instanceof Long whole
              ? NODES.numberNode(whole)
              : NODES.numberNode(value.doubleValue());
      case Element.Flag flag -> NODES.booleanNode(flag.value());
      case Element.Nothing _ -> NODES.nullNode();
      case Element.Sequence sequence -> {
        ArrayNode array = NODES.arrayNode();
        sequence.items().forEach(item -> array.add(of(item)));
        yield array;
      }
      case Element.Structure structure -> {
        ObjectNode object = NODES.objectNode();
        structure.members().forEach((key, member) -> object.set(key, of(member.value())));
        yield object;
      }
    };
  }

  /** The elements of a schema's default, all at the one place where it stands in. */
  static Element element(JsonNode node, Position position) {
    if (node.isTextual()) {
      return new Element.Text(position, node.textValue(), List.of());
    }
    if (node.isNumber()) {
      Number value = node.isIntegralNumber() ? (Number) node.longValue() : node.doubleValue();
      return new Element.Numeral(position, value);
    }
    if (node.isBoolean()) {
      return new Element.Flag(position, node.booleanValue());
    }
    if (node.isArray()) {
      List<Element> items = new ArrayList<>();
      node.forEach(item -> items.add(element(item, position)));
      return new Element.Sequence(position, items);
    }
    if (node.isObject()) {
      Members.Builder members = new Members.Builder();
      node.properties()
          .forEach(entry ->
              members.add(
                  entry.getKey(),
                  new Element.Member(position, element(entry.getValue(), position))));
      return new Element.Structure(position, members.build());
    }
    return new Element.Nothing(position);
  }
}
