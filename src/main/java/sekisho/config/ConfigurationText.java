package sekisho.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a configuration file as it may be shown: its lines and columns are those of the file,
 * and its secrets are masked. Immutable.
 */
public final class ConfigurationText {
  private static final String NO_LINES = "";
  private static final Pattern INCLUDED = Pattern.compile("\\$\\{file:([^}\"\\x00]+)\\}");

  private final String masked;
  private final List<Path> included;
  private final Optional<Written> written;

  private ConfigurationText(String masked, List<Path> included, Optional<Written> written) {
    this.masked = masked;
    this.included = List.copyOf(included);
    this.written = written;
  }

  /** Of a file that there is none of, or that is no JSONC: what is secret in it, nobody knows. */
  static ConfigurationText none() {
    return new ConfigurationText(NO_LINES, List.of(), Optional.empty());
  }

  /**
   * @param text whole
   * @param tree of it
   * @param meant the same with all substitutions
   */
  static ConfigurationText of(String text, Element tree, Element meant) {
    Written written = Written.of(tree, meant);
    // Of the text as it is written: it is secrets above all that stand in files of their own.
    List<Path> included =
        INCLUDED.matcher(text).results().map(found -> Path.of(found.group(1))).toList();
    return new ConfigurationText(
        Secrets.maskedAnywhere(masked(text, written)), included, Optional.of(written));
  }

  /** The text without its secrets. */
  public String masked() {
    return masked;
  }

  /** The files whose contents stand in it by {@code ${file:...}}, as they are written. */
  public List<Path> included() {
    return included;
  }

  /** Without its secrets by their places, the last one first: the others stay where they are. */
  private static String masked(String text, Written written) {
    List<Position> places = new ArrayList<>();
    collect(written, places);
    if (places.isEmpty()) {
      return text;
    }
    places.sort(Comparator.reverseOrder());
    StringBuilder masked = new StringBuilder(text);
    LineMap lines = new LineMap(text);
    for (Position place : places) {
      int begin = lines.offset(place);
      masked.replace(begin + 1, endOfString(text, begin), Secrets.MASK);
    }
    return masked.toString();
  }

  private static void collect(Written written, List<Position> places) {
    switch (written) {
      case Written.Secret secret -> places.add(secret.place());
      case Written.Plain _, Written.Bare _ -> {}
      case Written.Items items -> items.items().forEach(item -> collect(item, places));
      case Written.Keys keys -> keys.values().forEach(value -> collect(value, places));
    }
  }

  /** The closing quote of the string that begins there (RFC 8259 §7). */
  private static int endOfString(String text, int begin) {
    int at = begin + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  /** The same text; what it has in common with {@code before} is kept once. */
  public ConfigurationText sharing(ConfigurationText before) {
    if (before.written.isEmpty() || written.isEmpty()) {
      return this;
    }
    return new ConfigurationText(
        masked.equals(before.masked) ? before.masked : masked,
        included,
        Optional.of(Written.sharing(before.written.get(), written.get())));
  }

  /** How this one differs from {@code before}. */
  public Difference from(ConfigurationText before) {
    List<Difference.Change> changes = new ArrayList<>();
    if (before.written.isPresent() && written.isPresent()) {
      changes = KeyDifference.of(before.written.get(), written.get());
    }
    return new Difference(changes, LineDifference.of(before.masked, masked));
  }
}
