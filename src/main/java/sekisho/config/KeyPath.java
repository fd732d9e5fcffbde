package sekisho.config;

import java.util.regex.Pattern;

/**
 * Where a value is in the tree, as it is printed: {@code proxy.tls.routing.sni[2].upstream}.
 *
 * @param text empty for the root
 */
record KeyPath(String text) {
  static final KeyPath ROOT = new KeyPath("");

  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_$-]{1,64}");

  KeyPath key(String key) {
    if (!PLAIN_KEY.matcher(key).matches()) {
      return new KeyPath(text + "[" + Shown.text(key) + "]");
    }
    return new KeyPath(text.isEmpty() ? key : text + "." + key);
  }

  KeyPath item(int index) {
    return new KeyPath(text + "[" + index + "]");
  }

  @Override
  public String toString() {
    return text;
  }
}
