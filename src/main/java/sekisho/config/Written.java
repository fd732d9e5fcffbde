package sekisho.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of a configuration file as it may be shown, to be compared with another: equal when both
 * are written alike and stand for the same.
 */
sealed interface Written {

  /** As JSON on one line, without secrets. */
  String text();

  /**
   * A text that is no secret.
   *
   * @param written without whoever logs in by a URL
   * @param identity of what it stands for: the same where that is all, else a digest
   */
  record Plain(String written, String identity) implements Written {
    @Override
    public String text() {
      return quoted(written);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * @param digest of what it stands for; nothing can be told from it
   * @param place where the file has it
   */
  record Secret(String digest, Position place) implements Written {
    @Override
    public String text() {
      return quoted(Secrets.MASK);
    }

    /** Wherever it stands. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Secret secret && secret.digest.equals(digest);
    }

    @Override
    public int hashCode() {
      return digest.hashCode();
    }
  }

  /** A number, a flag or null. */
  record Bare(String text) implements Written {}

  record Items(List<Written> items) implements Written {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String text() {
      return items.stream().map(Written::text).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * In the file's order, which means nothing. Two lists and no map: those of the last generations
   * are all kept.
   *
   * @param values one for each name
   */
  record Keys(List<String> names, List<Written> values) implements Written {
    public Keys {
      names = List.copyOf(names);
      values = List.copyOf(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other == this
          || (other instanceof Keys keys
              && (keys.names.equals(names)
                  ? keys.values.equals(values)
                  : keys.map().equals(map())));
    }

    @Override
    public int hashCode() {
      int sum = 0;
      for (int i = 0; i < names.size(); i++) {
        // Whatever the order.
        sum += names.get(i).hashCode() ^ values.get(i).hashCode();
      }
      return sum;
    }

    SequencedMap<String, Written> map() {
      SequencedMap<String, Written> map = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        map.put(names.get(i), values.get(i));
      }
      return map;
    }

    @Override
    public String text() {
      return map().entrySet().stream()
          .map(key -> quoted(key.getKey()) + ": " + key.getValue().text())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /**
   * @param written the file's tree
   * @param meant the same with all substitutions
   */
  static Written of(Element written, Element meant) {
    return of(written, meant, Schema.root(), false, "");
  }

  private static Written of(
      Element written, Element meant, SchemaNode says, boolean named, String key) {
    return switch (written) {
      case Element.Text text -> leaf(text, meant, Secrets.isSecret(says, named, key, text.value()));
      case Element.Sequence sequence -> {
        List<Element> other =
            meant instanceof Element.Sequence same ? same.items() : sequence.items();
        List<Written> items = new ArrayList<>();
        for (Element item : sequence.items()) {
          items.add(of(item, other.get(items.size()), says.items(), named, key));
        }
        yield new Items(items);
      }
      case Element.Structure structure -> {
        List<String> names = new ArrayList<>();
        List<Written> values = new ArrayList<>();
        structure
            .members()
            .forEach((name, member) -> {
              Element.Member other =
                  meant instanceof Element.Structure same ? same.members().get(name) : null;
              Element meaning = other == null ? member.value() : other.value();
              boolean free = !says.has(name);
              names.add(name);
              values.add(of(member.value(), meaning, says.value(name), free, name));
            });
        yield new Keys(names, values);
      }
      case Element.Numeral _, Element.Flag _, Element.Nothing _ -> new Bare(Shown.value(written));
    };
  }

  private static Written leaf(Element.Text text, Element meant, boolean secret) {
    String value = meant instanceof Element.Text other ? other.value() : text.value();
    if (secret) {
      return new Secret(digest(value), text.position());
    }
    String shown = Secrets.withoutUserinfo(text.value());
    // What a substitution stands for is a secret more often than not.
    return new Plain(shown, value.equals(shown) ? shown : digest(value));
  }

  /**
   * {@code now} as it is written, made of parts of {@code before} wherever those are the same: what
   * two files have in common is kept once. An item of a list is looked for in the whole list, and
   * shares nothing where no item is equal to it.
   */
  static Written sharing(Written before, Written now) {
    return switch (now) {
      case Keys keys when before instanceof Keys old -> sharing(old, keys);
      case Items items when before instanceof Items old -> sharing(old, items);
      case Plain _, Bare _ -> now.equals(before) ? before : now;
      // A secret has its place in its own file.
      case Secret _, Keys _, Items _ -> now;
    };
  }

  private static Written sharing(Keys before, Keys now) {
    Map<String, Written> earlier = before.map();
    List<Written> values = new ArrayList<>(now.values());
    for (int i = 0; i < values.size(); i++) {
      Written same = earlier.get(now.names().get(i));
      if (same != null) {
        values.set(i, sharing(same, values.get(i)));
      }
    }
    // The order is shown, though it means nothing.
    if (!now.names().equals(before.names())) {
      return new Keys(now.names(), values);
    }
    return areThose(values, before.values()) ? before : new Keys(before.names(), values);
  }

  private static Written sharing(Items before, Items now) {
    Map<Written, Written> earlier = new HashMap<>();
    before.items().forEach(item -> earlier.put(item, item));
    List<Written> items = new ArrayList<>(now.items());
    for (int i = 0; i < items.size(); i++) {
      Written same = earlier.get(items.get(i));
      if (same != null) {
        items.set(i, sharing(same, items.get(i)));
      }
    }
    return areThose(items, before.items()) ? before : new Items(items);
  }

  /** Whether they are the same objects: cheaper than to compare them, and as good after sharing. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean areThose(List<Written> values, List<Written> others) {
    if (values.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static String quoted(String text) {
    return '"' + Shown.line(text) + '"';
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
