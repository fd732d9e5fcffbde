package sekisho.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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
      return map().hashCode();
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

  /** One that is equal, and has all that it can of {@code before}: that is kept once. */
  static Written sharing(Written before, Written now) {
    if (now.equals(before)) {
      return before;
    }
    if (before instanceof Keys old && now instanceof Keys keys) {
      Map<String, Written> earlier = old.map();
      List<Written> values = new ArrayList<>();
      for (Written value : keys.values()) {
        Written same = earlier.get(keys.names().get(values.size()));
        values.add(same == null ? value : sharing(same, value));
      }
      return new Keys(keys.names(), values);
    }
    if (before instanceof Items old && now instanceof Items items) {
      List<Written> values = new ArrayList<>(items.items());
      for (Alignment.Match match : Alignment.of(old.items(), items.items())) {
        values.set(match.after(), old.items().get(match.before()));
      }
      return new Items(values);
    }
    return now;
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
