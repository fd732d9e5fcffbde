package sekisho.config;

/** A text of the file that is sound by itself, with its path. */
record Word(KeyPath path, Element.Text text) {
  String value() {
    return text.value();
  }

  Position position() {
    return text.position();
  }

  int line() {
    return position().line();
  }

  /** The text as messages quote it. */
  String shown() {
    return Shown.value(text);
  }
}
