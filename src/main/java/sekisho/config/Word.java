package sekisho.config;

import sekisho.model.Place;

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

  /** For what can only be found out later, when the file is gone. */
  Place place() {
    return new Place(position().line(), position().column(), path.text());
  }

  /** The text as messages quote it. */
  String shown() {
    return Shown.value(text);
  }
}
