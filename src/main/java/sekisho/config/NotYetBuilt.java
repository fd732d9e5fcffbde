package sekisho.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys whose part of the product does not exist yet: they are checked, and then warned about.
 * This table is the only place that knows; a feature that lands takes its lines away, and the
 * reference changes with it.
 */
final class NotYetBuilt {
  /** Paths, with {@code []} for every item of a list, and what happens meanwhile. */
  private static final Map<String, String> TABLE = new LinkedHashMap<>();

  static {
    add("", List.of("ui"), "nothing is served there");
  }

  private NotYetBuilt() {}

  private static void add(String place, List<String> keys, String meanwhile) {
    keys.forEach(key -> TABLE.put(place.isEmpty() ? key : place + "." + key, meanwhile));
  }

  /**
   * @param pattern a path with {@code []} for every item of a list
   */
  static boolean contains(String pattern) {
    return TABLE.containsKey(pattern);
  }

  static Set<String> patterns() {
    return Collections.unmodifiableSet(TABLE.keySet());
  }

  /** Warns of every value that asks for what is not built. */
  static void warn(Element root, Findings findings) {
    walk(new Visit(root, root.position(), KeyPath.ROOT, "", Schema.root()), findings);
  }

  private record Visit(
      Element element, Position position, KeyPath path, String pattern, SchemaNode schema) {}

  private static void walk(Visit visit, Findings findings) {
    String meanwhile = TABLE.get(visit.pattern());
    if (meanwhile != null) {
      if (asksForSomething(visit) && !findings.isUnusable(visit.path())) {
        findings.warning(
            visit.position(), visit.path(), "accepted, but not in effect yet: " + meanwhile);
      }
      return;
    }
    switch (visit.element()) {
      case Element.Structure structure ->
          structure.members().forEach((key, member) -> walk(below(visit, key, member), findings));
      case Element.Sequence(_, List<Element> items) -> {
        for (int i = 0; i < items.size(); i++) {
          walk(item(visit, items.get(i), i), findings);
        }
      }
      case Element.Text _, Element.Numeral _, Element.Flag _, Element.Nothing _ -> {}
    }
  }

  private static Visit below(Visit visit, String key, Element.Member member) {
    String pattern = visit.pattern().isEmpty() ? key : visit.pattern() + "." + key;
    return new Visit(
        member.value(), member.key(), visit.path().key(key), pattern, visit.schema().key(key));
  }

  private static Visit item(Visit visit, Element item, int index) {
    String single = visit.pattern() + "[" + index + "]";
    String pattern = TABLE.containsKey(single) ? single : visit.pattern() + "[]";
    return new Visit(
        item, item.position(), visit.path().item(index), pattern, visit.schema().items());
  }

  /** Whether leaving the value out would mean something else. */
  private static boolean asksForSomething(Visit visit) {
    JsonNode value = JsonTree.of(visit.element());
    // By way of elements, so that numbers are of the same kind.
    Optional<JsonNode> otherwise =
        visit
            .schema()
            .defaultValue()
            .map(node -> JsonTree.of(JsonTree.element(node, visit.position())));
    boolean off = value.path("enabled").isBoolean() && !value.path("enabled").booleanValue();
    return !off && !value.isNull() && otherwise.filter(value::equals).isEmpty();
  }
}
