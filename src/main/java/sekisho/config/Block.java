package sekisho.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A block of the file as the binders read it. What is absent, or was found unusable before, is what
 * the enclosing block of the same kind says, else the schema's default.
 *
 * @param enclosing the block whose keys hold where this one is silent ({@code proxy.http} for its
 *     routes)
 */
record Block(
    Element.Structure structure,
    KeyPath path,
    SchemaNode schema,
    Findings findings,
    Optional<Block> enclosing) {
  private static final double MILLIS_PER_SECOND = 1000;

  static Block root(Element.Structure structure, Findings findings) {
    findings.origins().addWhole(KeyPath.ROOT, structure.position(), structure);
    return new Block(structure, KeyPath.ROOT, Schema.root(), findings, Optional.empty());
  }

  Position position() {
    return structure.position();
  }

  int line() {
    return position().line();
  }

  /** This block, with another that holds where it is silent. */
  Block within(Block other) {
    findings.origins().addWithin(path, structure, other.path());
    return new Block(structure, path, schema, findings, Optional.of(other));
  }

  /** This block, with no other that holds where it is silent. */
  Block alone() {
    return new Block(structure, path, schema, findings, Optional.empty());
  }

  /** Whether the keys stand in the file with values that can be used. */
  boolean hasSound(String... keys) {
    return Stream.of(keys).allMatch(key -> written(key).isPresent());
  }

  /** Whether the key stands in the file, be its value sound or not. */
  boolean has(String key) {
    return structure.members().has(key) || findings.isUnusable(path, key);
  }

  /** The place of a key; that of the block, for an absent one. */
  Position keyPosition(String key) {
    return structure.keyPosition(key);
  }

  Optional<Word> word(String key) {
    return only(Element.Text.class, find(key)).map(text -> new Word(path.key(key), text));
  }

  /** The value of a key that has a default. */
  String text(String key) {
    return word(key).orElseThrow(() -> lacksDefault(key)).value();
  }

  boolean flag(String key) {
    return find(key).orElseThrow(() -> lacksDefault(key)) instanceof Element.Flag(_, boolean value)
        && value;
  }

  int count(String key) {
    return Math.clamp(number(key).longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  long size(String key) {
    return number(key).longValue();
  }

  double decimal(String key) {
    return number(key).doubleValue();
  }

  Duration seconds(String key) {
    return Duration.ofMillis(Math.round(number(key).doubleValue() * MILLIS_PER_SECOND));
  }

  /** The constant that the text of a key names; empty when there is neither text nor default. */
  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return word(key).map(word -> Enum.valueOf(type, word.value().toUpperCase(Locale.ROOT)));
  }

  /** The sound texts of a list, or the one text that stands for a list of one. */
  List<Word> words(String key) {
    Element found = sought(key);
    if (found instanceof Element.Text text) {
      return List.of(new Word(path.key(key), text));
    }
    if (!(found instanceof Element.Sequence(_, List<Element> items)) || items.isEmpty()) {
      return List.of();
    }
    List<Word> words = new ArrayList<>();
    KeyPath list = path.key(key);
    for (int i = 0; i < items.size(); i++) {
      KeyPath itemPath = list.item(i);
      if (items.get(i) instanceof Element.Text text && !findings.isUnusable(itemPath)) {
        words.add(new Word(itemPath, text));
      }
    }
    return words;
  }

  /** The numbers of a list; none, if it is absent or any of it is unsound. */
  List<Integer> counts(String key) {
    List<Integer> counts = new ArrayList<>();
    for (Element item : items(find(key))) {
      if (findings.isUnusable(path.key(key).item(counts.size()))
          || !(item instanceof Element.Numeral(_, Number value))) {
        return List.of();
      }
      counts.add(value.intValue());
    }
    return counts;
  }

  /** The sound texts of a block whose keys are names of the operator's, in the file's order. */
  SequencedMap<String, Word> named() {
    SequencedMap<String, Word> named = new LinkedHashMap<>();
    structure
        .members()
        .forEach((name, member) -> {
          if (member.value() instanceof Element.Text text && !findings.isUnusable(path, name)) {
            named.put(name, new Word(path.key(name), text));
          }
        });
    return named;
  }

  /** The block of a key, if it is in the file. */
  Optional<Block> block(String key) {
    Optional<Element.Structure> found = only(Element.Structure.class, written(key));
    found.ifPresent(inner -> {
      Origins origins = findings.origins();
      if (enclosing.isEmpty()) {
        origins.addWhole(path.key(key), keyPosition(key), inner);
      } else {
        origins.addInner(path.key(key), keyPosition(key), inner);
      }
    });
    return found.map(inner -> below(key, inner));
  }

  /** The block of a key, or one in which every key is silent. */
  Block blockOrEmpty(String key) {
    return block(key).orElseGet(() -> below(key, Element.Structure.empty(position())));
  }

  /** The sound blocks of a list. */
  List<Block> blocks(String key) {
    List<Block> blocks = new ArrayList<>();
    List<Element> items = items(written(key));
    for (int i = 0; i < items.size(); i++) {
      KeyPath itemPath = path.key(key).item(i);
      if (items.get(i) instanceof Element.Structure inner && !findings.isUnusable(itemPath)) {
        SchemaNode itemSchema = schema.key(key).items();
        findings.origins().addWhole(itemPath, inner.position(), inner);
        blocks.add(new Block(inner, itemPath, itemSchema, findings, Optional.empty()));
      }
    }
    return blocks;
  }

  private Block below(String key, Element.Structure inner) {
    Optional<Block> outer = enclosing.map(block -> block.blockOrEmpty(key));
    return new Block(inner, path.key(key), schema.key(key), findings, outer);
  }

  private static List<Element> items(Optional<Element> found) {
    return only(Element.Sequence.class, found).map(Element.Sequence::items).orElse(List.of());
  }

  private static <E extends Element> Optional<E> only(Class<E> kind, Optional<Element> found) {
    return found.filter(kind::isInstance).map(kind::cast);
  }

  private Number number(String key) {
    return find(key).orElseThrow(() -> lacksDefault(key))
            instanceof Element.Numeral(_, Number value)
        ? value
        : 0;
  }

  private Optional<Element> written(String key) {
    return Optional.ofNullable(own(key));
  }

  /**
   * As {@link #written}; for a file of a thousand routes an Optional each is a tenth of the work.
   */
  private @Nullable Element own(String key) {
    Element.Member member = structure.members().get(key);
    return member == null || findings.isUnusable(path, key) ? null : member.value();
  }

  private Optional<Element> find(String key) {
    return Optional.ofNullable(sought(key));
  }

  private @Nullable Element sought(String key) {
    Element own = own(key);
    if (own != null) {
      return own;
    }
    Element outer = enclosing.isPresent() ? enclosing.get().sought(key) : null;
    return outer != null ? outer : schema.key(key).defaultAt(keyPosition(key));
  }

  private IllegalStateException lacksDefault(String key) {
    return new IllegalStateException("the schema has no default for " + path.key(key));
  }
}
