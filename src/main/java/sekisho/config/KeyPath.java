package sekisho.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a value is in the tree, as it is printed: {@code proxy.tls.routing.sni[2].upstream}. Its
 * text is made when it is asked for: a file of a thousand routes has fifty thousand paths, of which
 * hardly one is ever printed.
 */
final class KeyPath {
  static final KeyPath ROOT = new KeyPath(null, "", KeyPath.NO_ITEM);

  private static final int MAX_PLAIN_KEY_CHARS = 64;
  private static final int NO_ITEM = -1;

  private final @Nullable KeyPath outer;
  private final String key;
  private final int index;

  /**
   * Kept once somebody has asked: who asks for one asks again. The root's is written by several
   * threads, which all write the same.
   */
  private @Nullable String text;

  private KeyPath(@Nullable KeyPath outer, String key, int index) {
    this.outer = outer;
    this.key = key;
    this.index = index;
  }

  KeyPath key(String name) {
    return new KeyPath(this, name, NO_ITEM);
  }

  KeyPath item(int at) {
    return new KeyPath(this, "", at);
  }

  /** Empty for the root. */
  String text() {
    String made = text;
    if (made == null) {
      StringBuilder out = new StringBuilder();
      appendTo(out);
      made = out.toString();
      text = made;
    }
    return made;
  }

  private void appendTo(StringBuilder text) {
    if (outer == null) {
      return;
    }
    outer.appendTo(text);
    if (index == NO_ITEM) {
      append(text, key);
    } else {
      text.append('[').append(index).append(']');
    }
  }

  /** The text of a key in the block of that text. */
  static String textOf(String block, String key) {
    StringBuilder text = new StringBuilder(block);
    append(text, key);
    return text.toString();
  }

  private static void append(StringBuilder text, String key) {
    if (!isPlain(key)) {
      text.append('[').append(Shown.text(key)).append(']');
    } else if (text.isEmpty()) {
      text.append(key);
    } else {
      text.append('.').append(key);
    }
  }

  private static boolean isPlain(String key) {
    if (key.isEmpty() || key.length() > MAX_PLAIN_KEY_CHARS) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (!isPlain(key.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '$'
        || c == '-';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyPath path
        && path.index == index
        && path.key.equals(key)
        && Objects.equals(path.outer, outer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(outer, key, index);
  }

  @Override
  public String toString() {
    return text();
  }
}
