package sekisho.config;

/**
 * Where a value is in the tree, as it is printed: {@code proxy.tls.routing.sni[2].upstream}.
 *
 * @param text empty for the root
 */
record KeyPath(String text) {
  static final KeyPath ROOT = new KeyPath("");

  private static final int MAX_PLAIN_KEY_CHARS = 64;

  KeyPath key(String key) {
    if (!isPlain(key)) {
      return new KeyPath(text + "[" + Shown.text(key) + "]");
    }
    return new KeyPath(text.isEmpty() ? key : text + "." + key);
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

  KeyPath item(int index) {
    return new KeyPath(text + "[" + index + "]");
  }

  @Override
  public String toString() {
    return text;
  }
}
