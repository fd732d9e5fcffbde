package sekisho.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A value of a configuration file as it may be shown, to be compared with another: equal when both
 * are written alike and stand for the same.
 */
sealed interface Written {

  /** As JSON on one line, without secrets. */
  String text();

  /**
   * @param identity of what it stands for; nothing can be told from it
   * @param place where the file has it, when it is a secret; else {@link Position#NONE}
   */
  record Leaf(String text, String identity, Position place) implements Written {
    /** Wherever it stands. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Leaf leaf && leaf.text.equals(text) && leaf.identity.equals(identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }
  }

  record Items(List<Written> items) implements Written {
    @Override
    public String text() {
      return items.stream().map(Written::text).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  record Keys(SequencedMap<String, Written> keys) implements Written {
    @Override
    public String text() {
      return keys.entrySet().stream()
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
        SequencedMap<String, Written> keys = new LinkedHashMap<>();
        structure
            .members()
            .forEach((name, member) -> {
              Element.Member same =
                  meant instanceof Element.Structure other
                      ? other.members().getOrDefault(name, member)
                      : member;
              boolean free = !says.keys().contains(name);
              keys.put(name, of(member.value(), same.value(), says.value(name), free, name));
            });
        yield new Keys(keys);
      }
      case Element.Numeral _, Element.Flag _, Element.Nothing _ ->
          new Leaf(Shown.value(written), Shown.value(written), Position.NONE);
    };
  }

  private static Leaf leaf(Element.Text text, Element meant, boolean secret) {
    String value = meant instanceof Element.Text other ? other.value() : text.value();
    return secret
        ? new Leaf(quoted(Secrets.MASK), digest(value), text.position())
        : new Leaf(quoted(Secrets.withoutUserinfo(text.value())), digest(value), Position.NONE);
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
